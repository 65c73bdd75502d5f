#ifndef BROADSHEET_GATEWAY_OIDC_SIGN_IN_PROVIDERS_H_
#define BROADSHEET_GATEWAY_OIDC_SIGN_IN_PROVIDERS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "common/http_client/http_fetcher.h"
#include "common/logger.h"
#include "gateway/oidc/oidc_provider.h"

namespace broadsheet::gateway {

// The providers that people may sign in at, in the operator's order.
// Thread-safe.
class SignInProviders {
 public:
  // `site` is where people reach the pages; `clock` and `log` must outlive
  // this.
  SignInProviders(std::vector<OidcProviderOptions> options,
                  const std::string& site, const Clock* clock,
                  const Logger* log);

  const std::vector<std::unique_ptr<OidcProvider>>& all() const {
    return providers_;
  }
  // Null when there is none.
  OidcProvider* Find(std::string_view id) const;
  // The id of who calls itself so; empty when there is none.
  std::string IdOf(std::string_view issuer) const;

 private:
  // Of all providers together.
  static constexpr int kTurns = 4;

  OidcProvider::Turns turns_{kTurns};
  std::unique_ptr<HttpFetcher> fetcher_;
  std::vector<std::unique_ptr<OidcProvider>> providers_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_SIGN_IN_PROVIDERS_H_
