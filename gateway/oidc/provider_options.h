#ifndef BROADSHEET_GATEWAY_OIDC_PROVIDER_OPTIONS_H_
#define BROADSHEET_GATEWAY_OIDC_PROVIDER_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::gateway {

// An OpenID provider, as the operator describes it.
struct OidcProviderOptions {
  // 1 to 32 bytes of [a-z0-9-]; part of the redirect URI.
  std::string id;
  // For people.
  std::string title;
  // As the provider calls itself, to the letter. Of https, or of this machine.
  std::string issuer;
  std::string client_id;
  // Empty: a public client, which has none.
  std::string client_secret;
  // Separated by blanks; begins with "openid".
  std::string scopes = "openid email profile";
  // In lower case: only who has a confirmed address there gets a new account;
  // empty: everybody.
  std::vector<std::string> email_domains = {};
};

// Reads a file of at most 1 MiB:
//
//   {"providers": [{"id": "example", "title": "University of Example",
//                   "issuer": "https://sso.example.edu",
//                   "client_id": "broadsheet",
//                   "client_secret_file": "example.secret",
//                   "scopes": "openid email profile",
//                   "email_domains": ["example.edu"]}]}
//
// with 1 to 8 providers. `title` (the id), `client_secret_file`, `scopes` and
// `email_domains` may be missing; the secret's file has mode 0600 and lies,
// unless its path is absolute, beside this one. INVALID_ARGUMENT names the
// file, the field and the rule; members that nobody knows are refused, too.
absl::StatusOr<std::vector<OidcProviderOptions>> ReadOidcProviders(
    const std::string& path);

// Whether what is sent there cannot be read on the way: https, or this machine.
bool IsSafeProviderUrl(const std::string& url);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_PROVIDER_OPTIONS_H_
