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

// As whom the cookie's token lets in.
absl::Status AdmitCookie(const Authenticator& authenticator,
                         const std::string& session,
                         absl::StatusOr<Identity> identity, HttpCall& call) {
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

// What a request says of whom it is from.
struct Claim {
  explicit Claim(const HttpCall& call)
      : token(BearerOf(call.request)), by_cookie(token.empty()) {
    if (by_cookie) token = call.Cookie(kSessionCookie);
  }

  std::string token;  // Empty: nothing.
  bool by_cookie;
};

absl::Status AdmitAs(const Authenticator& authenticator, const Claim& claim,
                     absl::StatusOr<Identity> identity, HttpCall& call) {
  if (absl::Status parsed = ParseForm(call); !parsed.ok()) return parsed;
  if (claim.by_cookie) {
    return AdmitCookie(authenticator, claim.token, std::move(identity), call);
  }
  if (!identity.ok()) return identity.status();
  call.identity = *std::move(identity);
  return absl::OkStatus();
}

}  // namespace

bool IsWrite(const HttpRequest& request) {
  return request.method != "GET" && request.method != "HEAD";
}

absl::Status Admit(Authenticator& authenticator, HttpCall& call) {
  const Claim claim(call);
  return AdmitAs(authenticator, claim,
                 authenticator.Identify(call.context, claim.token), call);
}

std::optional<absl::Status> AdmitNow(Authenticator& authenticator,
                                     HttpCall& call) {
  const Claim claim(call);
  Identity identity;
  if (!authenticator.IdentifyNow(claim.token, &identity)) return std::nullopt;
  return AdmitAs(authenticator, claim, identity, call);
}

}  // namespace broadsheet::gateway
