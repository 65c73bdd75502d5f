#include "ingest/json_object.h"

#include <algorithm>
#include <cassert>

#include "absl/strings/str_cat.h"
#include "ingest/record.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

std::string_view NameOf(simdjson::dom::element_type type) {
  using Type = simdjson::dom::element_type;
  switch (type) {
    case Type::ARRAY:
      return "a list";
    case Type::OBJECT:
      return "an object";
    case Type::INT64:
    case Type::UINT64:
    case Type::DOUBLE:
      return "a number";
    case Type::STRING:
      return "a string";
    case Type::BOOL:
      return "a boolean";
    case Type::NULL_VALUE:
      return "null";
  }
  return "something else";
}

FieldViolation Unreadable(simdjson::error_code error) {
  if (error == simdjson::UTF8_ERROR) return {"line", "is not UTF-8"};
  return {"line",
          absl::StrCat("is not JSON: ", simdjson::error_message(error))};
}

}  // namespace

JsonObject::JsonObject(std::span<const std::string_view> names)
    : names_(names), parser_(kMaxRecordBytes) {
  assert(names.size() <= kMaxFields);
}

void JsonObject::CopyPadded(std::string_view line) {
  padded_.reserve(line.size() + simdjson::SIMDJSON_PADDING);
  padded_.assign(line);
}

Violation JsonObject::Parse(std::string_view line) {
  values_.fill(std::nullopt);
  if (line.find('\0') != std::string_view::npos) {
    return FieldViolation{"line", "has a NUL character"};
  }
  CopyPadded(line);
  simdjson::dom::object object;
  Element root;
  auto error = parser_.parse(padded_.data(), padded_.size(), false).get(root);
  if (error) return Unreadable(error);
  if (root.get(object)) {
    return FieldViolation{"line",
                          absl::StrCat("is ", AsAbsl(NameOf(root.type())),
                                       "; an object is needed")};
  }
  for (const auto& [key, value] : object) {
    const auto name = std::ranges::find(names_, key);
    if (name == names_.end() || value.is_null()) continue;
    auto& slot = values_[static_cast<size_t>(name - names_.begin())];
    if (slot) return FieldViolation{std::string(key), "appears twice"};
    slot = value;
  }
  return std::nullopt;
}

FieldViolation JsonObject::WrongType(size_t field, Element value,
                                     std::string_view wanted) const {
  return {std::string(names_[field]),
          absl::StrCat("is or holds ", AsAbsl(NameOf(value.type())), "; ",
                       AsAbsl(wanted), " is allowed")};
}

Violation JsonObject::ReadText(size_t field, std::string* value) {
  if (!Has(field)) return std::nullopt;
  std::string_view text;
  if (values_[field]->get(text)) {
    return WrongType(field, *values_[field], "a string");
  }
  value->assign(text);
  return std::nullopt;
}

Violation JsonObject::ReadId(size_t field, std::string* value) {
  if (!Has(field)) return std::nullopt;
  int64_t number = 0;
  if (values_[field]->get(number) == simdjson::SUCCESS) {
    *value = absl::StrCat(number);
    return std::nullopt;
  }
  return ReadText(field, value);
}

Violation JsonObject::ReadBool(size_t field, bool* value) {
  if (!Has(field) || values_[field]->get(*value) == simdjson::SUCCESS) {
    return std::nullopt;
  }
  return WrongType(field, *values_[field], "a boolean");
}

Violation JsonObject::ReadDouble(size_t field, double* value) {
  if (!Has(field) || values_[field]->get(*value) == simdjson::SUCCESS) {
    return std::nullopt;
  }
  return WrongType(field, *values_[field], "a number");
}

Violation JsonObject::ReadInt(size_t field, int64_t* value) {
  if (!Has(field) || values_[field]->get(*value) == simdjson::SUCCESS) {
    return std::nullopt;
  }
  return WrongType(field, *values_[field], "a whole number");
}

}  // namespace broadsheet::ingest
