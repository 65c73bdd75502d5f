#ifndef BROADSHEET_GATEWAY_GATEWAY_H_
#define BROADSHEET_GATEWAY_GATEWAY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/service_app.h"
#include "gateway/comments/submission_api.h"
#include "gateway/house_stubs.h"

namespace broadsheet::gateway {

struct GatewayOptions {
  HouseTargets houses;
  std::string http_listen = "127.0.0.1:8080";
  std::string http_port_file;
  // Empty: nobody is the operator.
  std::string operator_token_file;
  // What ReadOidcProviders reads; empty: nobody signs in by a provider.
  std::string oidc_file;
  // Empty: a secret of this process alone; forms end with it.
  std::string secret_file;
  std::string allowed_hosts;
  // Other sites whose pages may call the API (http/cors.h).
  std::string cors_origins;
  // Requests a minute and at once, for a reader or an address; 0: no limit.
  int rate_per_minute = 600;
  int rate_burst = 300;
  // Where the distribution's package has KaTeX.
  std::string katex_folder = "/usr/share/javascript/katex";
  // Whose X-Forwarded-For is believed.
  std::string proxies = "127.0.0.1,::1";
  std::string zone = "America/New_York";
  // Where people reach the pages, for links in mails.
  std::string site = "http://127.0.0.1:8080";
  SubmissionRules submissions;
  // Threads for HTTP requests, which wait for other houses.
  int http_workers = 32;
};

// All parts of the gateway, put together: gRPC services on `app`'s server and
// the HTTP server of its own.
class Gateway {
 public:
  // `app` must outlive this, after Parse. INVALID_ARGUMENT, or UNAVAILABLE when
  // the HTTP port is taken, with what to do.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      const GatewayOptions& options, ServiceApp* app);
  ~Gateway();

  int http_port() const;
  // Answers what runs, until `limit`.
  void Drain(absl::Duration limit);

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_GATEWAY_H_
