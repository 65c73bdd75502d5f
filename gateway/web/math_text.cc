#include "gateway/web/math_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"

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

}  // namespace

std::vector<MathPart> SplitMath(std::string_view text) {
  std::vector<MathPart> parts;
  size_t begin = 0;
  size_t at = 0;
  const auto flush = [&](size_t end) {
    if (end > begin) {
      parts.push_back({std::string(text.substr(begin, end - begin)), false});
    }
  };
  while ((at = text.find_first_of("$\\", at)) != std::string_view::npos) {
    const size_t size = IsEscaped(text, at) ? 0 : FormulaBytes(text.substr(at));
    if (size == 0) {
      ++at;
      continue;
    }
    flush(at);
    parts.push_back({std::string(text.substr(at, size)), true});
    at += size;
    begin = at;
  }
  flush(text.size());
  return parts;
}

bool HasMath(std::string_view text) {
  const auto parts = SplitMath(text);
  return std::ranges::any_of(parts, &MathPart::math);
}

}  // namespace broadsheet::gateway
