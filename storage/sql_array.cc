#include "storage/sql_array.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"

namespace broadsheet::storage {

void SqlArray::Separate() {
  if (text_.size() > 1) text_ += ',';
}

void SqlArray::AddText(std::string_view text) {
  Separate();
  text_ += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void SqlArray::AddBytes(std::string_view bytes) {
  Separate();
  text_ += "\"\\\\x";
  text_ += absl::BytesToHexString(AsAbsl(bytes));
  text_ += '"';
}

void SqlArray::AddInt(int64_t number) {
  Separate();
  absl::StrAppend(&text_, number);
}

void SqlArray::AddDouble(double number) {
  Separate();
  absl::StrAppendFormat(&text_, "%.17g", number);
}

void SqlArray::AddBool(bool value) {
  Separate();
  text_ += value ? 't' : 'f';
}

std::vector<std::string> ParseTextArray(std::string_view text) {
  std::vector<std::string> elements;
  if (text.size() <= 2) return elements;
  bool quoted = false;
  std::string element;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ',' && !quoted) {
      elements.push_back(std::move(element));
      element.clear();
    } else {
      if (text[i] == '\\') ++i;
      element += text[i];
    }
  }
  elements.push_back(std::move(element));
  return elements;
}

std::string BytesToSql(std::string_view bytes) {
  return "\\x" + absl::BytesToHexString(AsAbsl(bytes));
}

std::string BytesFromSql(std::string_view text) {
  return absl::HexStringToBytes(AsAbsl(text.substr(2)));
}

std::string BytesFromEscaped(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  while (true) {
    const size_t plain = text.find('\\');
    bytes.append(text.substr(0, plain));
    if (plain == std::string_view::npos) return bytes;
    text.remove_prefix(plain + 1);
    const bool octal = text.size() >= 3 && text[0] != '\\';
    bytes.push_back(octal ? static_cast<char>((text[0] - '0') << 6 |
                                              (text[1] - '0') << 3 |
                                              (text[2] - '0'))
                          : '\\');
    text.remove_prefix(std::min<size_t>(octal ? 3 : 1, text.size()));
  }
}

}  // namespace broadsheet::storage
