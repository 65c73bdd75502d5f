#ifndef BROADSHEET_GATEWAY_HTTP_ORIGIN_H_
#define BROADSHEET_GATEWAY_HTTP_ORIGIN_H_

#include <set>
#include <string>
#include <string_view>

#include "common/http_server.h"

namespace broadsheet::gateway {

// Which names the gateway answers to, and which pages may write to it.
// A foreign Host is how DNS rebinding reaches a server on the loopback; a
// foreign Origin is how another site's page writes with the reader's cookie.
class OriginPolicy {
 public:
  // `allowed_hosts`: host names separated by commas, besides localhost,
  // 127.0.0.1 and [::1]; each with any port, unless it names one.
  explicit OriginPolicy(std::string_view allowed_hosts = "");

  bool HostAllowed(const HttpRequest& request) const;
  // For writes: Origin is that of Host, or it is missing and Sec-Fetch-Site is
  // "same-origin", "none" or missing (not a browser).
  bool WriteAllowed(const HttpRequest& request) const;

 private:
  std::set<std::string> hosts_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_ORIGIN_H_
