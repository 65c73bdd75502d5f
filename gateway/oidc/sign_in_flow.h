#ifndef BROADSHEET_GATEWAY_OIDC_SIGN_IN_FLOW_H_
#define BROADSHEET_GATEWAY_OIDC_SIGN_IN_FLOW_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/page_token.h"

namespace broadsheet::gateway {

// What a browser keeps while it is at a provider: it alone can end what it has
// begun, at any gateway.
struct SignInFlow {
  std::string provider_id;
  // Random, each for one use: RFC 6749 section 10.12, OpenID Connect Core 1.0
  // section 3.1.2.1, RFC 7636.
  std::string state;
  std::string nonce;
  std::string verifier;
  // Who links an identity; empty: somebody signs in.
  std::string reader_id;
  absl::Time expires;
};

// Flows as signed text. Immutable, thread-safe.
class SignInFlows {
 public:
  // `secret`: shared by the gateways, not empty.
  explicit SignInFlows(std::string_view secret) : codec_(secret) {}

  // At most 1,000 bytes of [A-Za-z0-9_-].
  std::string Seal(const SignInFlow& flow) const;
  // Nothing for text that was not made here, or that has expired.
  std::optional<SignInFlow> Open(std::string_view text, absl::Time now) const;

 private:
  const PageTokenCodec codec_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_SIGN_IN_FLOW_H_
