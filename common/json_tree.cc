#include "common/json_tree.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace broadsheet {

using Violation = std::optional<FieldViolation>;
using Path = std::initializer_list<std::string_view>;

Violation JsonTree::Parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return FieldViolation{"line", "has a NUL character"};
  }
  padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  padded_.assign(text);
  const auto error =
      parser_.parse(padded_.data(), padded_.size(), false).get(root_);
  if (error == simdjson::UTF8_ERROR) {
    return FieldViolation{"line", "is not UTF-8"};
  }
  if (error) {
    return FieldViolation{
        "line", absl::StrCat("is not JSON: ", simdjson::error_message(error))};
  }
  if (!root_.is_object()) {
    return FieldViolation{"line", "is no object; an object is needed"};
  }
  return std::nullopt;
}

std::optional<JsonElement> Find(JsonElement from, Path path) {
  for (std::string_view name : path) {
    simdjson::dom::object object;
    if (from.get(object) || object.at_key(name).get(from)) return std::nullopt;
  }
  if (from.is_null()) return std::nullopt;
  return from;
}

std::string_view FindText(JsonElement from, Path path) {
  const auto value = Find(from, path);
  std::string_view text;
  if (!value || value->get(text)) return {};
  return text;
}

std::optional<int64_t> FindInt(JsonElement from, Path path) {
  const auto value = Find(from, path);
  if (!value) return std::nullopt;
  int64_t number = 0;
  if (value->get(number) == simdjson::SUCCESS) return number;
  std::string_view text;
  if (value->get(text) || !absl::SimpleAtoi(AsAbsl(text), &number)) {
    return std::nullopt;
  }
  return number;
}

bool FindTrue(JsonElement from, Path path) {
  const auto value = Find(from, path);
  bool is_true = false;
  return value && value->get(is_true) == simdjson::SUCCESS && is_true;
}

Violation ReadMember(JsonElement from, std::string_view name,
                     std::string* text) {
  const auto value = Find(from, {name});
  if (!value) return std::nullopt;
  std::string_view found;
  if (value->get(found)) {
    return FieldViolation{std::string(name), "is no string"};
  }
  text->assign(found);
  return std::nullopt;
}

}  // namespace broadsheet
