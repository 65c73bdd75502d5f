#include "gateway/api/json_text.h"

#include <experimental/simd>

namespace broadsheet::gateway {
namespace {

// What must not stand in a JSON string as it is, and what HTML would read. Of
// one character, or of many side by side.
template <class Chars>
auto IsSpecial(const Chars& c) {
  const auto is = [&c](char one) {
    return c == Chars(static_cast<unsigned char>(one));
  };
  return c < Chars(0x20) || is('"') || is('\\') || is('<') || is('>') ||
         is(0x7f);
}

// Where the next such character is, from `begin` on; the size when there is
// none.
size_t FindSpecial(std::string_view text, size_t begin) {
  using Chars = std::experimental::native_simd<unsigned char>;
  const auto* chars = reinterpret_cast<const unsigned char*>(text.data());
  size_t i = begin;
  for (; i + Chars::size() <= text.size(); i += Chars::size()) {
    const auto special =
        IsSpecial(Chars(chars + i, std::experimental::element_aligned));
    if (any_of(special)) return i + find_first_set(special);
  }
  while (i < text.size() && !IsSpecial(chars[i])) ++i;
  return i;
}

void AppendEscaped(unsigned char c, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
    case '\\':
      out->push_back('\\');
      out->push_back(static_cast<char>(c));
      return;
    case '\n':
      out->append("\\n");
      return;
    default:
      out->append("\\u00");
      out->push_back(kDigits[c >> 4]);
      out->push_back(kDigits[c & 15]);
  }
}

}  // namespace

void AppendText(std::string_view text, std::string* out) {
  out->push_back('"');
  size_t begin = 0;
  for (;;) {
    const size_t special = FindSpecial(text, begin);
    out->append(text.substr(begin, special - begin));
    if (special == text.size()) break;
    AppendEscaped(static_cast<unsigned char>(text[special]), out);
    begin = special + 1;
  }
  out->push_back('"');
}

}  // namespace broadsheet::gateway
