#include "gateway/web/math_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "gateway/web/tex_text.h"

namespace broadsheet::gateway {
namespace {

// Longer than any formula in an abstract; bounds the search for its end.
constexpr size_t kMaxFormulaBytes = 2000;

struct Delimiters {
  std::string_view open;
  std::string_view close;
};
// "$$" goes before "$".
constexpr Delimiters kDelimiters[] = {
    {"$$", "$$"}, {"\\[", "\\]"}, {"\\(", "\\)"}, {"$", "$"}};

// What only TeX can show. Money has none of these.
bool LooksLikeMath(std::string_view inside) {
  return inside.find_first_of("\\^_{=<>+|") != std::string_view::npos;
}

bool IsEscaped(std::string_view text, size_t at) {
  size_t backslashes = 0;
  while (backslashes < at && text[at - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

// Where `close` stands unescaped in `text`, from `from` on.
size_t FindClose(std::string_view text, std::string_view close, size_t from) {
  size_t at = text.find(close, from);
  while (at != std::string_view::npos && close[0] == '$' &&
         IsEscaped(text, at)) {
    at = text.find(close, at + 1);
  }
  return at;
}

// The bytes of the formula that `text` begins with; 0: none.
size_t FormulaBytes(std::string_view text) {
  for (const auto& [open, close] : kDelimiters) {
    if (!text.starts_with(open)) continue;
    const std::string_view window = text.substr(0, kMaxFormulaBytes);
    const size_t end = FindClose(window, close, open.size());
    if (end == std::string_view::npos || end == open.size()) return 0;
    const std::string_view inside =
        window.substr(open.size(), end - open.size());
    const bool single = open == "$";
    if (single && (absl::ascii_isspace(inside.front()) ||
                   absl::ascii_isspace(inside.back()))) {
      return 0;
    }
    return LooksLikeMath(inside) ? end + close.size() : 0;
  }
  return 0;
}

// Stands for a formula while the words around it are made plain: a character
// for private use.
constexpr std::string_view kMark = "\uE0F1";

// What stands above and below each other, which one line of text cannot show.
constexpr std::string_view kBuilt[] = {"frac",   "\\int",  "\\sum",
                                       "\\prod", "\\sqrt", "\\binom"};

// The text with a mark in the place of each formula.
std::string TakeFormulas(std::string_view tex,
                         std::vector<std::string>* formulas) {
  std::string words;
  size_t begin = 0;
  size_t at = 0;
  while ((at = tex.find_first_of("$\\", at)) != std::string_view::npos) {
    const size_t size = IsEscaped(tex, at) ? 0 : FormulaBytes(tex.substr(at));
    if (size == 0) {
      ++at;
      continue;
    }
    words += tex.substr(begin, at - begin);
    words += kMark;
    formulas->emplace_back(tex.substr(at, size));
    at += size;
    begin = at;
  }
  words += tex.substr(begin);
  return words;
}

}  // namespace

std::vector<MathPart> SplitMath(std::string_view tex) {
  std::vector<std::string> formulas;
  const std::string words = PlainText(TakeFormulas(tex, &formulas));
  std::vector<MathPart> parts;
  size_t at = 0;
  for (const std::string& formula : formulas) {
    const size_t mark = words.find(kMark, at);
    // A command has swallowed one: the whole as plain text is safe.
    if (mark == std::string::npos) return {{PlainText(tex)}};
    if (mark > at) parts.push_back({words.substr(at, mark - at)});
    parts.push_back({PlainText(formula), formula});
    at = mark + kMark.size();
  }
  if (at < words.size()) parts.push_back({words.substr(at)});
  return parts;
}

bool NeedsMath(std::string_view tex) {
  return std::ranges::any_of(SplitMath(tex), [](const MathPart& part) {
    if (part.tex.empty()) return false;
    if (part.text.find_first_of("_^\\{") != std::string::npos) return true;
    return std::ranges::any_of(kBuilt, [&](std::string_view command) {
      return part.tex.find(command) != std::string::npos;
    });
  });
}

}  // namespace broadsheet::gateway
