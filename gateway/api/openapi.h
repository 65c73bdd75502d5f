#ifndef BROADSHEET_GATEWAY_API_OPENAPI_H_
#define BROADSHEET_GATEWAY_API_OPENAPI_H_

#include <string>
#include <vector>

#include "gateway/api/http_rules.h"

namespace broadsheet::gateway {

// The OpenAPI 3.0 description of these routes: their paths, parameters, bodies
// and answers with the schema of every message, as protobuf's JSON mapping
// writes them, and who may call them (policy.h).
std::string WriteOpenApi(const std::vector<HttpRule>& rules);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_OPENAPI_H_
