#ifndef BROADSHEET_GATEWAY_API_HTTP_RULES_H_
#define BROADSHEET_GATEWAY_API_HTTP_RULES_H_

#include <string>
#include <vector>

namespace google::protobuf {
class MethodDescriptor;
}

namespace broadsheet::gateway {

// One google.api.http option of the public contract, as the router takes it.
struct HttpRule {
  std::string method;   // "ReaderService/RecordEvents"
  std::string verb;     // "POST"
  std::string pattern;  // "/api/v1/papers/{paper_id...}"
  bool has_body;        // body: "*"
  const google::protobuf::MethodDescriptor* descriptor;
};

// The options of all methods of policy.h, in that order; those without any are
// left out.
std::vector<HttpRule> ReadHttpRules();

// "/a/{id=**}" -> "/a/{id...}"; "/a/{id}" and plain paths stay.
std::string RouterPattern(const std::string& path_template);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HTTP_RULES_H_
