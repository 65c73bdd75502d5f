#ifndef BROADSHEET_GATEWAY_WEB_METHOD_CALL_H_
#define BROADSHEET_GATEWAY_WEB_METHOD_CALL_H_

#include <utility>

#include "absl/status/statusor.h"
#include "gateway/http/http_call.h"
#include "gateway/method_table.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Whether the public method is served here: pages leave out what is not.
inline bool HasMethod(const PageKit& kit, const char* method) {
  return kit.methods() != nullptr && kit.methods()->Has(method);
}

// Runs a public method as whoever asks for the page, behind the same policy as
// gRPC and /api/v1. Blocks.
template <class Response, class Request>
absl::StatusOr<Response> CallMethod(const PageKit& kit, const char* method,
                                    HttpCall& call, Request request) {
  if (!HasMethod(kit, method)) {
    return absl::UnimplementedError("this newspaper does not offer that");
  }
  Response response;
  const absl::Status status = kit.methods()->Invoke(
      method, call.context, call.identity, &request, &response);
  if (!status.ok()) return status;
  return response;
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_METHOD_CALL_H_
