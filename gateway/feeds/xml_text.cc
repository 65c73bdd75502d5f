#include "gateway/feeds/xml_text.h"

#include "common/text.h"

namespace broadsheet::gateway {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The bytes of the character that `text` begins with; 0: none begins here.
size_t CharacterBytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t size = first < 0x80   ? 1
                      : first < 0xC2 ? 0
                      : first < 0xE0 ? 2
                      : first < 0xF0 ? 3
                      : first < 0xF5 ? 4
                                     : 0;
  if (size > text.size() || !IsUtf8(text.substr(0, size))) return 0;
  return size;
}

bool IsForbidden(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
  }
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

std::string_view EntityOf(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
  }
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    const size_t size = CharacterBytes(text);
    const std::string_view character = text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
    if (size == 0 || IsForbidden(character)) {
      out += kReplacement;
    } else if (const auto entity = EntityOf(character[0]); !entity.empty()) {
      out += entity;
    } else {
      out += character;
    }
  }
  return out;
}

}  // namespace broadsheet::gateway
