#include "gateway/web/api_page.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "ctemplate/template.h"
#include "gateway/api/http_rules.h"
#include "gateway/policy.h"
#include "google/protobuf/descriptor.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

const char* AccessText(Access access) {
  switch (access) {
    case Access::kPublic:
      return "anybody";
    case Access::kCredential:
      return "readers";
    default:
      return "operator";
  }
}

// "query, page_size": the fields of the request.
std::string Fields(const google::protobuf::Descriptor& type) {
  std::string text;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* field = type.field(i);
    absl::StrAppend(&text, i > 0 ? ", " : "", field->name(),
                    field->is_repeated() ? "[]" : "");
  }
  return text;
}

// "ReaderService" -> "Reader".
std::string Heading(const std::string& method) {
  const std::string service = method.substr(0, method.find('/'));
  return service.substr(0, service.rfind("Service"));
}

void AddRule(const HttpRule& rule, TemplateDictionary& service) {
  TemplateDictionary* row = service.AddSectionDictionary("RULE");
  row->SetValue("VERB", rule.verb);
  row->SetValue("PATH", absl::StrReplaceAll(rule.pattern, {{"...}", "}"}}));
  row->SetValue("METHOD", rule.method);
  const MethodRule* access = FindRule(rule.method);
  row->SetValue("ACCESS", access == nullptr ? "" : AccessText(access->access));
  row->SetValue("FIELDS", Fields(*rule.descriptor->input_type()));
}

}  // namespace

absl::StatusOr<std::string> WriteApiPage(const PageWriter& writer,
                                         const PageFrame& frame) {
  return writer.Write(frame, "api.tpl", [](TemplateDictionary& body) {
    std::map<std::string, TemplateDictionary*> services;
    for (const HttpRule& rule : ReadHttpRules()) {
      const std::string heading = Heading(rule.method);
      TemplateDictionary*& service = services[heading];
      if (service == nullptr) {
        service = body.AddSectionDictionary("SERVICE");
        service->SetValue("SERVICE_NAME", heading);
      }
      AddRule(rule, *service);
    }
  });
}

}  // namespace broadsheet::gateway
