#include "gateway/http/admission.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

std::string BearerOf(const HttpRequest& request) {
  const std::string_view value = request.Header("authorization");
  if (!absl::StartsWithIgnoreCase(AsAbsl(value), "bearer ")) return "";
  return std::string(absl::StripAsciiWhitespace(AsAbsl(value.substr(7))));
}

absl::Status ParseForm(HttpCall& call) {
  if (!absl::StartsWithIgnoreCase(AsAbsl(call.request.Header("content-type")),
                                  "application/x-www-form-urlencoded")) {
    return absl::OkStatus();
  }
  auto form = QueryParams::Parse(call.request.body);
  if (!form.ok()) return form.status();
  call.form = *std::move(form);
  return absl::OkStatus();
}

absl::Status AdmitCookie(Authenticator& authenticator, HttpCall& call) {
  const std::string session = call.Cookie(kSessionCookie);
  auto identity = authenticator.Identify(call.context, session);
  const bool write = IsWrite(call.request);
  if (!identity.ok()) {
    // Public pages stay open while storage is down.
    if (!write || absl::IsUnauthenticated(identity.status())) {
      return absl::OkStatus();
    }
    return identity.status();
  }
  call.identity = *std::move(identity);
  if (call.identity.anonymous()) return absl::OkStatus();
  call.csrf_token = authenticator.CsrfToken(session);
  std::string given(call.request.Header("x-csrf-token"));
  if (given.empty()) given = call.form.Get("csrf");
  if (!write || authenticator.CsrfTokenFits(session, given)) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, "BAD_CSRF_TOKEN",
                   "the form's token is missing or old; load the page again");
}

}  // namespace

bool IsWrite(const HttpRequest& request) {
  return request.method != "GET" && request.method != "HEAD";
}

absl::Status Admit(Authenticator& authenticator, HttpCall& call) {
  if (absl::Status parsed = ParseForm(call); !parsed.ok()) return parsed;
  const std::string bearer = BearerOf(call.request);
  if (bearer.empty()) return AdmitCookie(authenticator, call);
  auto identity = authenticator.Identify(call.context, bearer);
  if (!identity.ok()) return identity.status();
  call.identity = *std::move(identity);
  return absl::OkStatus();
}

}  // namespace broadsheet::gateway
