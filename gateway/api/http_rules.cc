#include "gateway/api/http_rules.h"

#include "absl/strings/str_replace.h"
#include "gateway/policy.h"
#include "google/api/annotations.pb.h"
#include "google/protobuf/descriptor.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::MethodDescriptor;

void SetPattern(const google::api::HttpRule& option, HttpRule* rule) {
  switch (option.pattern_case()) {
    case google::api::HttpRule::kGet:
      rule->verb = "GET";
      rule->pattern = RouterPattern(option.get());
      break;
    case google::api::HttpRule::kPost:
      rule->verb = "POST";
      rule->pattern = RouterPattern(option.post());
      break;
    case google::api::HttpRule::kPut:
      rule->verb = "PUT";
      rule->pattern = RouterPattern(option.put());
      break;
    case google::api::HttpRule::kPatch:
      rule->verb = "PATCH";
      rule->pattern = RouterPattern(option.patch());
      break;
    case google::api::HttpRule::kDelete:
      rule->verb = "DELETE";
      rule->pattern = RouterPattern(option.delete_());
      break;
    case google::api::HttpRule::PATTERN_NOT_SET:
      break;
  }
}

}  // namespace

std::string RouterPattern(const std::string& path_template) {
  return absl::StrReplaceAll(path_template, {{"=**}", "...}"}});
}

std::vector<HttpRule> ReadHttpRules() {
  std::vector<HttpRule> rules;
  for (const MethodRule& method : MethodRules()) {
    const MethodDescriptor* descriptor = FindMethod(method.method);
    if (descriptor == nullptr) continue;
    if (!descriptor->options().HasExtension(google::api::http)) continue;
    const auto& option = descriptor->options().GetExtension(google::api::http);
    HttpRule rule{std::string(method.method), "", "", option.body() == "*",
                  descriptor};
    SetPattern(option, &rule);
    if (!rule.pattern.empty()) rules.push_back(rule);
  }
  return rules;
}

}  // namespace broadsheet::gateway
