#include "gateway/oidc/sign_in_providers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/http_client/url.h"

namespace broadsheet::gateway {
namespace {

// The operator names the providers, which may be in a private network.
CurlOptions FetcherOptions() {
  CurlOptions options;
  options.user_agent = "Broadsheet";
  options.allow_private = true;
  options.max_body_bytes = 1 << 20;
  options.connect_timeout = absl::Seconds(3);
  options.timeout = absl::Seconds(5);
  return options;
}

}  // namespace

SignInProviders::SignInProviders(std::vector<OidcProviderOptions> options,
                                 const std::string& site, const Clock* clock,
                                 const Logger* log)
    : fetcher_(MakeCurlFetcher(FetcherOptions())) {
  for (OidcProviderOptions& each : options) {
    const std::string back =
        WithPath(site, absl::StrCat("sign-in/", each.id, "/done"));
    providers_.push_back(std::make_unique<OidcProvider>(
        std::move(each), back,
        OidcProvider::Environment{.fetcher = fetcher_.get(),
                                  .clock = clock,
                                  .log = log,
                                  .turns = &turns_}));
  }
}

OidcProvider* SignInProviders::Find(std::string_view id) const {
  for (const auto& provider : providers_) {
    if (provider->options().id == id) return provider.get();
  }
  return nullptr;
}

std::string SignInProviders::IdOf(std::string_view issuer) const {
  for (const auto& provider : providers_) {
    if (provider->options().issuer == issuer) return provider->options().id;
  }
  return "";
}

}  // namespace broadsheet::gateway
