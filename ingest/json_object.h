#ifndef BROADSHEET_INGEST_JSON_OBJECT_H_
#define BROADSHEET_INGEST_JSON_OBJECT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/errors.h"
#include "simdjson.h"

// For the .cc files that read JSON lines; simdjson's header is large.

namespace broadsheet::ingest {

// The known fields of one JSON object. Other fields are ignored, null counts as
// missing. Reads are typed: another type is a violation that names both. The
// object belongs to the reader's buffers until the next Parse. Not thread-safe.
class JsonObject {
 public:
  static constexpr size_t kMaxFields = 32;

  // `names`: what the fields are called; must outlive this.
  explicit JsonObject(std::span<const std::string_view> names);

  // Field "line" when it is no JSON object, or the field that appears twice.
  std::optional<FieldViolation> Parse(std::string_view line);

  bool Has(size_t field) const { return values_[field].has_value(); }

  // These leave `*value` alone when the field is missing.
  std::optional<FieldViolation> ReadText(size_t field, std::string* value);
  // A string, or a whole number as its digits.
  std::optional<FieldViolation> ReadId(size_t field, std::string* value);
  std::optional<FieldViolation> ReadBool(size_t field, bool* value);
  std::optional<FieldViolation> ReadDouble(size_t field, double* value);
  std::optional<FieldViolation> ReadInt(size_t field, int64_t* value);
  // A list of strings, or one string.
  template <class Add>
  std::optional<FieldViolation> ReadTexts(size_t field, Add add);
  // A list of anything: `take` answers whether an element is as `wanted` says.
  template <class Take>
  std::optional<FieldViolation> ReadList(size_t field, std::string_view wanted,
                                         Take take);

 private:
  using Element = simdjson::dom::element;

  void CopyPadded(std::string_view line);
  FieldViolation WrongType(size_t field, Element value,
                           std::string_view wanted) const;

  const std::span<const std::string_view> names_;
  simdjson::dom::parser parser_;
  std::string padded_;  // The line, with simdjson's padding after it.
  std::array<std::optional<Element>, kMaxFields> values_;
};

template <class Add>
std::optional<FieldViolation> JsonObject::ReadTexts(size_t field, Add add) {
  if (!Has(field)) return std::nullopt;
  std::string_view text;
  if (values_[field]->get(text) == simdjson::SUCCESS) {
    add(text);
    return std::nullopt;
  }
  simdjson::dom::array list;
  if (values_[field]->get(list) != simdjson::SUCCESS) {
    return WrongType(field, *values_[field], "a list of strings");
  }
  for (Element element : list) {
    if (element.get(text) != simdjson::SUCCESS) {
      return WrongType(field, element, "a string");
    }
    add(text);
  }
  return std::nullopt;
}

template <class Take>
std::optional<FieldViolation> JsonObject::ReadList(size_t field,
                                                   std::string_view wanted,
                                                   Take take) {
  if (!Has(field)) return std::nullopt;
  simdjson::dom::array list;
  if (values_[field]->get(list) != simdjson::SUCCESS) {
    return WrongType(field, *values_[field], wanted);
  }
  for (Element element : list) {
    if (!take(element)) return WrongType(field, element, wanted);
  }
  return std::nullopt;
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_OBJECT_H_
