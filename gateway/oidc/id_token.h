#ifndef BROADSHEET_GATEWAY_OIDC_ID_TOKEN_H_
#define BROADSHEET_GATEWAY_OIDC_ID_TOKEN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace broadsheet::gateway {

// A provider's public keys for signatures (RFC 7517). Immutable.
class KeySet {
 public:
  // Of a JWK Set: at most 50 RSA keys of 2,048 bits or more and EC keys; others
  // are left out. UNAVAILABLE when it is none, or has no such key.
  static absl::StatusOr<KeySet> Parse(std::string_view json);

  KeySet(KeySet&&) noexcept;
  KeySet& operator=(KeySet&&) noexcept;
  ~KeySet();

  // Whether there is a key of this name.
  bool Has(std::string_view id) const;
  // Whether one of the keys, of this name where there is one, has signed the
  // token (RFC 7515, compact) with `algorithm`.
  bool Signed(const std::string& token, std::string_view id,
              std::string_view algorithm) const;

 private:
  struct Key;
  KeySet();
  std::vector<Key> keys_;
};

// What a provider says of somebody (OpenID Connect Core 1.0, section 5.1).
struct OidcClaims {
  std::string subject;
  // In lower case or as sent; empty unless the provider has confirmed it.
  std::string email;
  // The first of preferred_username, nickname, name and given_name; for people.
  std::string name;
};

struct IdTokenRules {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  absl::Time now;
};

// The header of a token, before anything of it is believed.
struct TokenHeader {
  std::string key_id;
  std::string algorithm;
};

// UNAUTHENTICATED when it is no token, or is signed as we do not believe: with
// none, a shared secret, or extensions ("crit").
absl::StatusOr<TokenHeader> ReadTokenHeader(const std::string& token);

// Believes the token's claims if all of section 3.1.3.7 holds, with a minute
// for clocks that differ. UNAUTHENTICATED that says what does not.
absl::StatusOr<OidcClaims> VerifyIdToken(const std::string& token,
                                         const KeySet& keys,
                                         const IdTokenRules& rules);

// Adds what a user info answer (section 5.3.2) tells of the same subject, if it
// is plain JSON. UNAUTHENTICATED when it is another's.
absl::Status AddUserInfo(std::string_view json, OidcClaims* claims);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_ID_TOKEN_H_
