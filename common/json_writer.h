#ifndef BROADSHEET_COMMON_JSON_WRITER_H_
#define BROADSHEET_COMMON_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet {

// `text` as the inside of a JSON string; invalid UTF-8 becomes U+FFFD.
std::string JsonEscape(std::string_view text);

// Builds JSON on one line, escaping every text and placing the commas:
//
//   JsonWriter json;
//   json.BeginObject().Key("id").String(id).EndObject();
//   *out << json.text() << "\n";
//
// The caller keeps beginnings and ends balanced. Not thread-safe.
class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  // Invalid UTF-8 becomes U+FFFD.
  JsonWriter& String(std::string_view value);
  JsonWriter& Int(int64_t value);
  // The shortest text that reads back as the same number; null when it is not
  // finite, which JSON cannot say.
  JsonWriter& Number(double value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  // A value that is JSON already.
  JsonWriter& Raw(std::string_view json);
  // A key and its text; nothing at all when the text is empty.
  JsonWriter& OptionalString(std::string_view key, std::string_view value);

  const std::string& text() const { return text_; }
  // The text; this is empty afterwards.
  std::string Take();

 private:
  // Writes the comma that is due.
  void BeginValue();

  std::string text_;
  bool comma_due_ = false;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_JSON_WRITER_H_
