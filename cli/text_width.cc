#include "cli/text_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace broadsheet::cli {
namespace {

// The next character of `text` from `*at` on; negative when it is not UTF-8.
UChar32 NextCharacter(std::string_view text, int32_t* at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  int32_t position = *at;
  UChar32 character;
  U8_NEXT(bytes, position, size, character);
  *at = position;
  return character;
}

int CharacterWidth(UChar32 character) {
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int kind = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return kind == U_EA_WIDE || kind == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::string SafeLine(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    const UChar32 character = NextCharacter(text, &at);
    if (character < 0) {
      line += "\uFFFD";
      continue;
    }
    const int type = u_charType(character);
    if (type == U_FORMAT_CHAR) continue;
    if (type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR ||
        type == U_PARAGRAPH_SEPARATOR) {
      line += ' ';
      continue;
    }
    line.append(text.substr(static_cast<size_t>(start),
                            static_cast<size_t>(at - start)));
  }
  return line;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const UChar32 character = NextCharacter(text, &at);
    width += character < 0 ? 1 : CharacterWidth(character);
  }
  return width;
}

std::string FitWidth(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  int used = 0;
  int32_t at = 0;
  const auto size = static_cast<int32_t>(text.size());
  while (at < size) {
    int32_t next = at;
    const UChar32 character = NextCharacter(text, &next);
    const int more = character < 0 ? 1 : CharacterWidth(character);
    if (used + more > width - 1) break;
    used += more;
    at = next;
  }
  std::string_view kept = text.substr(0, static_cast<size_t>(at));
  while (kept.ends_with(' ')) kept.remove_suffix(1);
  return std::string(kept) + "…";
}

}  // namespace broadsheet::cli
