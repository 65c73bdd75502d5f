#include "gateway/api/strict_json.h"

#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "simdjson.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxDepth = 32;

absl::Status BadBody(const std::string& rule) {
  return InvalidField("body", rule);
}

absl::Status CheckKeys(const simdjson::dom::element& value, int depth);

absl::Status CheckItems(const simdjson::dom::array& array, int depth) {
  for (const simdjson::dom::element item : array) {
    absl::Status checked = CheckKeys(item, depth + 1);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckMembers(const simdjson::dom::object& object, int depth) {
  std::set<std::string_view> keys;
  for (const auto [key, item] : object) {
    if (!keys.insert(key).second) {
      return BadBody(absl::StrCat("has the key \"",
                                  std::string(key.substr(0, 100)), "\" twice"));
    }
    absl::Status checked = CheckKeys(item, depth + 1);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

// A result's value() refers into the result: arrays and objects are copied out
// before a loop, which would outlive a temporary one.
absl::Status CheckKeys(const simdjson::dom::element& value, int depth) {
  if (depth > kMaxDepth) return BadBody("is nested more than 32 levels deep");
  simdjson::dom::array array;
  if (value.get(array) == simdjson::SUCCESS) return CheckItems(array, depth);
  simdjson::dom::object object;
  if (value.get(object) == simdjson::SUCCESS) {
    return CheckMembers(object, depth);
  }
  return absl::OkStatus();
}

absl::Status CheckJson(const std::string& text, bool is_list) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::error_code error = parser.parse(text).get(root);
  if (error != simdjson::SUCCESS) {
    return BadBody(
        absl::StrCat("is not JSON: ", simdjson::error_message(error)));
  }
  if (is_list != root.is_array() || is_list == root.is_object()) {
    return BadBody(is_list ? "is not a JSON array" : "is not a JSON object");
  }
  return CheckKeys(root, 1);
}

}  // namespace

absl::Status ParseStrictJson(const std::string& text,
                             google::protobuf::Message* message) {
  const bool is_list =
      message->GetDescriptor() == google::protobuf::ListValue::descriptor();
  if (absl::Status json = CheckJson(text, is_list); !json.ok()) return json;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(text, message);
  if (parsed.ok()) return absl::OkStatus();
  return BadBody(std::string(parsed.message()));
}

}  // namespace broadsheet::gateway
