#ifndef BROADSHEET_GATEWAY_HTTP_HTTP_ERRORS_H_
#define BROADSHEET_GATEWAY_HTTP_HTTP_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "common/http_server.h"

namespace broadsheet::gateway {

// INVALID_ARGUMENT -> 400, NOT_FOUND -> 404, UNAVAILABLE -> 503, ...; an error
// with the reason OVERLOADED is 503, too, with Retry-After.
int HttpStatusOf(const absl::Status& status);
// The other way, for errors that the HTTP side makes itself.
absl::StatusCode CodeOfHttp(int status);

// For people: the violations of a request, or the message.
std::string ErrorText(const absl::Status& status);

// The JSON of an error: {"code":"not_found","message":"...","reason":"...",
// "violations":[{"field":"...","rule":"..."}]}, the last two when there are
// any, and "error", which Hugging Face's clients read.
HttpResponse ErrorAnswer(const absl::Status& status);
HttpResponse ErrorAnswer(int status, const std::string& message);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_HTTP_ERRORS_H_
