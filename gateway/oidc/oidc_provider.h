#ifndef BROADSHEET_GATEWAY_OIDC_OIDC_PROVIDER_H_
#define BROADSHEET_GATEWAY_OIDC_OIDC_PROVIDER_H_

#include <memory>
#include <mutex>
#include <semaphore>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/http_client/http_fetcher.h"
#include "common/logger.h"
#include "gateway/oidc/id_token.h"
#include "gateway/oidc/provider_options.h"

namespace broadsheet::gateway {

// One OpenID provider: what it says of itself (OpenID Connect Discovery 1.0),
// its keys, and the authorization code flow of OpenID Connect Core 1.0, section
// 3.1, with PKCE (RFC 7636). Discovery is believed for an hour, and for a day
// while it cannot be asked again; keys likewise, and they are asked for again
// when a token names another, at most once a minute. Thread-safe.
class OidcProvider {
 public:
  // Who may ask providers at a time: few, so that one that does not answer
  // keeps few threads. Others wait for their turn, but not long.
  using Turns = std::counting_semaphore<16>;

  struct Environment {
    HttpFetcher* fetcher;
    const Clock* clock;
    const Logger* log;
    Turns* turns;
    absl::Duration longest_wait = absl::Seconds(2);
  };

  // What `environment` points to must outlive this. `redirect_uri` is where
  // browsers come back to, as the provider knows it.
  OidcProvider(OidcProviderOptions options, std::string redirect_uri,
               Environment environment);
  ~OidcProvider();

  const OidcProviderOptions& options() const { return options_; }

  // Where to send the browser. `challenge` is RFC 7636's S256 of the verifier.
  // UNAVAILABLE (reason PROVIDER_DOWN); the log says why.
  absl::StatusOr<std::string> AuthorizationUrl(const CallContext& call,
                                               const std::string& state,
                                               const std::string& nonce,
                                               const std::string& challenge);

  struct Answer {
    // What the browser brought back.
    std::string code;
    // Empty: it was not there (RFC 9207).
    std::string issuer;
    // What it was sent with.
    std::string verifier;
    std::string nonce;
  };
  // Who it is. UNAUTHENTICATED (reason SIGN_IN_REFUSED) when provider or token
  // say no; UNAVAILABLE (reason PROVIDER_DOWN).
  absl::StatusOr<OidcClaims> Redeem(const CallContext& call,
                                    const Answer& answer);

 private:
  struct Metadata;
  struct Tokens {
    std::string id_token;
    std::string access_token;
  };

  absl::Status Down(std::string_view why) const;
  absl::Status Refused(std::string_view why) const;
  absl::StatusOr<HttpPage> Ask(const CallContext& call,
                               const HttpQuestion& question);
  absl::StatusOr<OidcClaims> RedeemNow(const CallContext& call,
                                       const Answer& answer);
  std::shared_ptr<const Metadata> Known();
  absl::StatusOr<std::shared_ptr<const Metadata>> Discover(
      const CallContext& call);
  absl::StatusOr<std::shared_ptr<const Metadata>> AskMetadata(
      const CallContext& call);
  // With the key, where it can be had.
  absl::StatusOr<std::shared_ptr<const KeySet>> KeysFor(
      const CallContext& call, const std::string& url,
      const std::string& key_id);
  absl::StatusOr<KeySet> AskKeys(const CallContext& call,
                                 const std::string& url);
  absl::StatusOr<Tokens> AskTokens(const CallContext& call,
                                   const Metadata& metadata,
                                   const Answer& answer);
  absl::Status AskUserInfo(const CallContext& call, const Metadata& metadata,
                           const std::string& access_token, OidcClaims* claims);

  const OidcProviderOptions options_;
  const std::string redirect_uri_;
  const Environment environment_;
  std::mutex mu_;
  std::shared_ptr<const Metadata> metadata_;          // GUARDED_BY(mu_)
  absl::Time metadata_asked_ = absl::InfinitePast();  // GUARDED_BY(mu_)
  std::shared_ptr<const KeySet> keys_;                // GUARDED_BY(mu_)
  absl::Time keys_asked_ = absl::InfinitePast();      // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_OIDC_PROVIDER_H_
