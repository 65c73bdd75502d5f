#ifndef BROADSHEET_GATEWAY_OIDC_TESTING_LOOPBACK_PROVIDER_H_
#define BROADSHEET_GATEWAY_OIDC_TESTING_LOOPBACK_PROVIDER_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "common/http_server.h"
#include "gateway/oidc/provider_options.h"
#include "gateway/oidc/testing/token_signer.h"

namespace broadsheet::gateway {

// An OpenID provider of this process that signs everybody in, as the code that
// was asked for says: "code of SUBJECT". For tests. Thread-safe.
class LoopbackProvider {
 public:
  explicit LoopbackProvider(absl::Time now);
  ~LoopbackProvider();

  static constexpr char kRedirectUri[] =
      "http://127.0.0.1:8080/sign-in/uni/done";
  // RFC 7636's S256.
  static std::string Challenge(const std::string& verifier);

  // How a client is told of it.
  OidcProviderOptions Options() const;
  std::string issuer() const;

  // What the browser would bring back, for the address that it was sent to.
  std::string CodeFor(const std::string& authorization_url,
                      const std::string& subject);
  // A parameter of an address, decoded; empty when it is missing.
  static std::string Parameter(const std::string& url, const std::string& name);

  // Answers `path` so from now on; an empty body: as before.
  void Answer(const std::string& path, int status, const std::string& body);
  // How often a path was asked for.
  int Asked(const std::string& path);
  // The form and the header Authorization that tokens were last asked with.
  std::string token_form();
  std::string token_authorization();
  // JSON members that the ID token, or the user info, has besides; each begins
  // with a comma.
  void SetClaims(const std::string& more);
  void SetUserInfo(const std::string& more);
  // JSON members that its description has besides; begins with a comma.
  void Describe(const std::string& more);
  // When its tokens are made.
  void SetNow(absl::Time now);
  // Signs with another key from now on.
  void ChangeKey(const std::string& id);

 private:
  struct Canned {
    int status = 200;
    std::string body;
  };
  HttpResponse Handle(const HttpRequest& request);
  std::string Tokens(const std::string& form);

  std::mutex mu_;
  absl::Time now_;                                 // GUARDED_BY(mu_)
  std::string description_;                        // GUARDED_BY(mu_)
  std::map<std::string, std::string> challenges_;  // By code. GUARDED_BY(mu_)
  std::unique_ptr<TokenSigner> signer_;            // GUARDED_BY(mu_)
  std::map<std::string, Canned> answers_;          // GUARDED_BY(mu_)
  std::map<std::string, int> asked_;               // GUARDED_BY(mu_)
  std::map<std::string, std::string> nonces_;      // By code. GUARDED_BY(mu_)
  std::string token_form_;                         // GUARDED_BY(mu_)
  std::string token_authorization_;                // GUARDED_BY(mu_)
  std::string claims_;                             // GUARDED_BY(mu_)
  std::string user_info_;                          // GUARDED_BY(mu_)
  std::unique_ptr<HttpServer> server_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_OIDC_TESTING_LOOPBACK_PROVIDER_H_
