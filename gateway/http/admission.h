#ifndef BROADSHEET_GATEWAY_HTTP_ADMISSION_H_
#define BROADSHEET_GATEWAY_HTTP_ADMISSION_H_

#include <optional>

#include "absl/status/status.h"
#include "gateway/http/http_call.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

// Parses the form, finds out whose request it is (bearer token before cookie)
// and checks the CSRF token of writes by cookie. OK, or why the request is not
// served. A cookie that nobody knows makes an anonymous reader, not an error:
// an old cookie must not close the public pages. May block.
absl::Status Admit(Authenticator& authenticator, HttpCall& call);

// The same without blocking: nothing, and nothing is done, when only storage
// can tell whose request it is.
std::optional<absl::Status> AdmitNow(Authenticator& authenticator,
                                     HttpCall& call);

// Other than GET and HEAD.
bool IsWrite(const HttpRequest& request);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_ADMISSION_H_
