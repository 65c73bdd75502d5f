#ifndef BROADSHEET_COMMON_JSON_TREE_H_
#define BROADSHEET_COMMON_JSON_TREE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "common/errors.h"
#include "simdjson.h"

// For the .cc files that read nested JSON; simdjson's header is large.

namespace broadsheet {

using JsonElement = simdjson::dom::element;

// Parses one JSON object at a time. Its elements live until the next Parse. Not
// thread-safe.
class JsonTree {
 public:
  // Longer texts are refused.
  explicit JsonTree(size_t max_bytes = 16 << 20) : parser_(max_bytes) {}
  // Field "line" when `text` is no JSON object.
  std::optional<FieldViolation> Parse(std::string_view text);
  JsonElement root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  std::string padded_;  // The text, with simdjson's padding after it.
  JsonElement root_;
};

// The value at a path of names; nothing when it is missing, null, or something
// on the way is no object.
std::optional<JsonElement> Find(JsonElement from,
                                std::initializer_list<std::string_view> path);
// Empty when there is no string.
std::string_view FindText(JsonElement from,
                          std::initializer_list<std::string_view> path);
// A whole number, or a string of digits, as some servers write it.
std::optional<int64_t> FindInt(JsonElement from,
                               std::initializer_list<std::string_view> path);
bool FindTrue(JsonElement from, std::initializer_list<std::string_view> path);

// Calls `visit` with each element of the list at `path`, if there is one.
template <class Visit>
void ForEach(JsonElement from, std::initializer_list<std::string_view> path,
             Visit visit) {
  const auto value = Find(from, path);
  simdjson::dom::array list;
  if (!value || value->get(list)) return;
  for (JsonElement element : list) visit(element);
}

// A text that must be one: leaves `*text` alone when the member is missing; a
// violation when it is something else than a string.
std::optional<FieldViolation> ReadMember(JsonElement from,
                                         std::string_view name,
                                         std::string* text);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_JSON_TREE_H_
