#ifndef BROADSHEET_GATEWAY_HTTP_CORS_H_
#define BROADSHEET_GATEWAY_HTTP_CORS_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/http_server.h"

namespace broadsheet::gateway {

// Which other sites' pages may call the API from a browser: those of a list,
// under /api/, /feeds/ and /mcp, with a bearer token or none. Cookies are never
// for them: no answer allows credentials. Immutable.
class CorsPolicy {
 public:
  // `origins`: "https://a.example,http://localhost:3000", or "*" for all;
  // empty: none.
  explicit CorsPolicy(std::string_view origins = "");

  // The answer to a browser that asks before it calls; nothing when this is no
  // such question, or not of an allowed site.
  std::optional<HttpResponse> Preflight(const HttpRequest& request) const;
  // A write by an allowed site's page, with a bearer token.
  bool WriteAllowed(const HttpRequest& request) const;
  // Tells the browser that the page may read the answer.
  void AddHeaders(const HttpRequest& request, HttpResponse* response) const;

 private:
  bool Allows(const HttpRequest& request) const;

  bool all_ = false;
  std::set<std::string> origins_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_CORS_H_
