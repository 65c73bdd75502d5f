#ifndef BROADSHEET_GATEWAY_API_JSON_WRITER_H_
#define BROADSHEET_GATEWAY_API_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace broadsheet::gateway {

// Writes one JSON value. It puts the commas and escapes strings; that objects
// and arrays are closed, and keys have values, is the caller's part.
class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  // Invalid UTF-8 becomes U+FFFD.
  JsonWriter& String(std::string_view text);
  JsonWriter& Int(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();

  // The text; this is empty afterwards.
  std::string Take();

 private:
  void BeforeValue();

  std::string out_;
  bool comma_ = false;  // Whether the next value or key needs one before it.
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_JSON_WRITER_H_
