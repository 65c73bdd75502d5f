#include "gateway/api/strict_json.h"

#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "simdjson.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxDepth = 32;

absl::Status BadBody(const std::string& rule) {
  return InvalidField("body", rule);
}

absl::Status CheckKeys(const simdjson::dom::element& value, int depth) {
  if (depth > kMaxDepth) return BadBody("is nested more than 32 levels deep");
  if (value.is_array()) {
    for (const simdjson::dom::element item : value.get_array().value()) {
      absl::Status checked = CheckKeys(item, depth + 1);
      if (!checked.ok()) return checked;
    }
  }
  if (!value.is_object()) return absl::OkStatus();
  std::set<std::string_view> keys;
  for (const auto& [key, item] : value.get_object().value()) {
    if (!keys.insert(key).second) {
      return BadBody(absl::StrCat("has the key \"",
                                  std::string(key.substr(0, 100)), "\" twice"));
    }
    absl::Status checked = CheckKeys(item, depth + 1);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckJson(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::error_code error = parser.parse(text).get(root);
  if (error != simdjson::SUCCESS) {
    return BadBody(
        absl::StrCat("is not JSON: ", simdjson::error_message(error)));
  }
  if (!root.is_object()) return BadBody("is not a JSON object");
  return CheckKeys(root, 1);
}

}  // namespace

absl::Status ParseStrictJson(const std::string& text,
                             google::protobuf::Message* message) {
  if (absl::Status json = CheckJson(text); !json.ok()) return json;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(text, message);
  if (parsed.ok()) return absl::OkStatus();
  return BadBody(std::string(parsed.message()));
}

}  // namespace broadsheet::gateway
