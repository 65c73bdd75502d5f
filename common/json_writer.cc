#include "common/json_writer.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "unicode/utf8.h"

namespace broadsheet {
namespace {

void AppendEscapedAscii(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\t':
      out->append("\\t");
      return;
    case '\r':
      out->append("\\r");
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    absl::StrAppend(out, "\\u", absl::Hex(c, absl::kZeroPad4));
  } else {
    out->push_back(c);
  }
}

}  // namespace

// ICU's macro narrows bytes without a cast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"

std::string JsonEscape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t next = 0; next < size;) {
    const int32_t start = next;
    UChar32 character;
    U8_NEXT(text.data(), next, size, character);
    if (character < 0) {
      out.append("\xEF\xBF\xBD");
    } else if (character < 0x80) {
      AppendEscapedAscii(static_cast<char>(character), &out);
    } else {
      out.append(text.substr(static_cast<size_t>(start),
                             static_cast<size_t>(next - start)));
    }
  }
  return out;
}

#pragma GCC diagnostic pop

void JsonWriter::BeginValue() {
  if (comma_due_) text_ += ',';
  comma_due_ = true;
}

JsonWriter& JsonWriter::BeginObject() {
  BeginValue();
  text_ += '{';
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  text_ += '}';
  comma_due_ = true;
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  BeginValue();
  text_ += '[';
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  text_ += ']';
  comma_due_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  String(key);
  text_ += ':';
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  BeginValue();
  text_ += '"';
  text_ += JsonEscape(value);
  text_ += '"';
  return *this;
}

JsonWriter& JsonWriter::Int(int64_t value) {
  BeginValue();
  text_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  BeginValue();
  if (!std::isfinite(value)) {
    text_ += "null";
    return *this;
  }
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value);
  text_.append(buffer, end.ptr);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  BeginValue();
  text_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  BeginValue();
  text_ += "null";
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  BeginValue();
  text_ += json;
  return *this;
}

JsonWriter& JsonWriter::OptionalString(std::string_view key,
                                       std::string_view value) {
  if (value.empty()) return *this;
  return Key(key).String(value);
}

std::string JsonWriter::Take() {
  comma_due_ = false;
  return std::exchange(text_, std::string());
}

}  // namespace broadsheet
