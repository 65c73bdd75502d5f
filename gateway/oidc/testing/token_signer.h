#ifndef BROADSHEET_GATEWAY_OIDC_TESTING_TOKEN_SIGNER_H_
#define BROADSHEET_GATEWAY_OIDC_TESTING_TOKEN_SIGNER_H_

#include <memory>
#include <string>

namespace broadsheet::gateway {

// A key pair that signs tokens as a provider does. For tests.
class TokenSigner {
 public:
  // Of RSA with `bits`, or of EC's P-256 when they are 0; `id` is the key's.
  explicit TokenSigner(std::string id, int bits = 2048);
  ~TokenSigner();

  // The public half (RFC 7517).
  std::string PublicJwk() const;
  // A JWK Set of it alone.
  std::string Keys() const;
  // `claims` is JSON. The algorithm is the key's own unless one is given;
  // `crit`: the header has extensions.
  std::string Sign(const std::string& claims, const std::string& algorithm = "",
                   bool crit = false) const;

 private:
  struct Key;
  const std::string id_;
  std::unique_ptr<Key> key_;
};

// Signed with a shared secret (HS256): what nobody may believe.
std::string SignWithSecret(const std::string& claims,
                           const std::string& secret);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_TESTING_TOKEN_SIGNER_H_
