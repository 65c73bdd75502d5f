#include "ingest/tex_letter.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "ingest/tex_macros.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

// Accents on accents (Vietnamese has two) and braces around them.
constexpr int kMaxDepth = 6;

bool IsAlpha(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c));
}

class LetterParser {
 public:
  LetterParser(std::string_view text, TexBraces* braces)
      : text_(text), braces_(braces) {}

  std::optional<TexLetter> Macro(size_t at, int depth) {
    const std::string_view name = MacroNameAt(text_, at);
    const TexMacro* macro = FindTexMacro(name);
    if (macro == nullptr) return std::nullopt;
    size_t end = at + 1 + name.size();
    if (IsAlpha(name[0])) end = SkipSpaces(text_, end);
    if (macro->kind == TexMacro::Kind::kLetter) {
      // Accents replace the dots of i and j.
      const bool dotless = name == "i" || name == "j";
      return TexLetter{std::string(dotless ? name : macro->text), end};
    }
    if (macro->kind != TexMacro::Kind::kAccent) return std::nullopt;
    auto letter = Argument(end, depth + 1);
    if (letter) letter->text.append(macro->text);
    return letter;
  }

 private:
  std::optional<TexLetter> Argument(size_t at, int depth) {
    if (at >= text_.size() || depth > kMaxDepth) return std::nullopt;
    if (text_[at] == '\\') return Macro(at, depth);
    if (text_[at] == '{') {
      const size_t close = braces_->CloseOf(at);
      if (close == std::string_view::npos) return std::nullopt;
      auto letter = Argument(SkipSpaces(text_, at + 1), depth + 1);
      if (letter) braces_->Drop(close);
      return letter;
    }
    return Plain(at);
  }

  std::optional<TexLetter> Plain(size_t at) const {
    const auto* bytes = reinterpret_cast<const uint8_t*>(text_.data());
    size_t end = at;
    UChar32 character;
    U8_NEXT(bytes, end, text_.size(), character);
    if (character < 0 || !u_isalpha(character)) return std::nullopt;
    return TexLetter{std::string(text_.substr(at, end - at)), end};
  }

  const std::string_view text_;
  TexBraces* braces_;
};

}  // namespace

size_t SkipSpaces(std::string_view text, size_t at) {
  while (at < text.size() &&
         absl::ascii_isspace(static_cast<unsigned char>(text[at]))) {
    ++at;
  }
  return at;
}

std::string_view MacroNameAt(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && IsAlpha(text[end])) ++end;
  if (end == at + 1 && end < text.size()) ++end;
  return text.substr(at + 1, end - at - 1);
}

std::optional<TexLetter> ParseTexLetter(std::string_view text, size_t at,
                                        TexBraces* braces) {
  return LetterParser(text, braces).Macro(at, 0);
}

}  // namespace broadsheet::ingest
