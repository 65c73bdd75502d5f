#include "gateway/api/hf_body.h"

#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/checks.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxUrl = 500;
constexpr size_t kMaxUrls = 10;

}  // namespace

absl::Status CheckHfUrl(const char* field, const std::string& url) {
  if (url.empty() || absl::StartsWith(url, "https://") ||
      absl::StartsWith(url, "http://")) {
    return absl::OkStatus();
  }
  return InvalidField(field, "is neither http nor https");
}

absl::Status HfBody::Parse(const HttpCall& call) {
  if (!absl::StartsWithIgnoreCase(AsAbsl(call.request.Header("content-type")),
                                  "application/json")) {
    return InvalidField("content-type", "is not application/json");
  }
  if (parser_.parse(call.request.body).get(object_) != simdjson::SUCCESS) {
    return InvalidField("body", "is not a JSON object");
  }
  return absl::OkStatus();
}

bool HfBody::Has(const char* field) const {
  return object_[field].error() == simdjson::SUCCESS;
}

bool HfBody::IsNull(const char* field) const {
  const auto value = object_[field];
  return value.error() != simdjson::SUCCESS || value.is_null();
}

absl::StatusOr<std::string> HfBody::Text(const char* field, size_t low,
                                         size_t high) const {
  std::string_view text;
  if (!IsNull(field) &&
      object_[field].get_string().get(text) != simdjson::SUCCESS) {
    return InvalidField(field, "is not a string");
  }
  absl::Status valid = CheckText(field, text, low, high);
  if (!valid.ok()) return valid;
  return std::string(text);
}

absl::StatusOr<std::vector<std::string>> HfBody::Urls(const char* field) const {
  std::vector<std::string> urls;
  if (IsNull(field)) return urls;
  simdjson::dom::array array;
  if (object_[field].get_array().get(array) != simdjson::SUCCESS) {
    return InvalidField(field, "is not an array");
  }
  if (array.size() > kMaxUrls) {
    return InvalidField(field,
                        absl::StrCat("has more than ", kMaxUrls, " elements"));
  }
  for (const simdjson::dom::element element : array) {
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS) {
      return InvalidField(field, "has an element that is not a string");
    }
    for (const absl::Status& valid : {CheckText(field, text, 1, kMaxUrl),
                                      CheckHfUrl(field, std::string(text))}) {
      if (!valid.ok()) return valid;
    }
    urls.emplace_back(text);
  }
  return urls;
}

}  // namespace broadsheet::gateway
