#ifndef BROADSHEET_COMMON_HTTP_CLIENT_HTTP_FETCHER_H_
#define BROADSHEET_COMMON_HTTP_CLIENT_HTTP_FETCHER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/http_client/public_address.h"

namespace broadsheet {

struct HttpQuestion {
  std::string url;
  // What an earlier answer said, to get 304 when the page is still the same
  // (RFC 9110, section 13); empty: not asked.
  std::string etag = "";
  std::string last_modified = "";
  // False: a redirect is an answer like others.
  bool follow = true;
  // A bearer token (RFC 6750) for the URL's server; empty: none.
  std::string token = "";
  // Name and password (RFC 7617), in the place of `token`; empty: none.
  std::string user = "";
  std::string password = "";
  // JSON, or a form (FormOf), to post; both empty: GET.
  std::string json = "";
  std::string form = "";
};

struct HttpPage {
  int status = 0;
  std::string body;
  // Headers as sent, cut to 1,000 bytes; empty when they are missing.
  std::string retry_after;
  // GitHub's and others': requests that are left, and the second since 1970 at
  // which there are more.
  std::string rate_limit_remaining;
  std::string rate_limit_reset;
  std::string etag;
  std::string last_modified;
  // The absolute URL that a redirect names.
  std::string location;
};

// Fetches pages. Thread-safe.
class HttpFetcher {
 public:
  virtual ~HttpFetcher() = default;
  // GET or POST of an http or https URL; any status is an answer. Ends with the
  // deadline of `call`, and within a second when it is cancelled. UNAVAILABLE:
  // no answer came, a later try may help. Other errors will not pass:
  // INVALID_ARGUMENT (no such URL), PERMISSION_DENIED (a private address),
  // RESOURCE_EXHAUSTED (too large).
  virtual absl::StatusOr<HttpPage> Ask(const CallContext& call,
                                       const HttpQuestion& question) = 0;
  absl::StatusOr<HttpPage> Get(const CallContext& call,
                               const std::string& url) {
    return Ask(call, {.url = url});
  }
};

struct CurlOptions {
  std::string user_agent;
  // Connect to addresses that are not of the open internet, too.
  bool allow_private = false;
  // The flag that allows them, for who reads the error; empty: there is none.
  std::string private_flag = "";
  // Which addresses are of the open internet; tests pass their own.
  std::function<bool(const sockaddr&)> is_public = IsPublicAddress;
  size_t max_body_bytes = 32 << 20;  // After decompression.
  absl::Duration connect_timeout = absl::Seconds(20);
  absl::Duration timeout = absl::Minutes(5);
  // So many connections, at most, are kept for later questions. Their addresses
  // are not looked at again.
  size_t idle_connections = 0;
};

// No proxy is used, whatever the environment says: behind one, the connected
// address could not be checked.
std::unique_ptr<HttpFetcher> MakeCurlFetcher(const CurlOptions& options);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_CLIENT_HTTP_FETCHER_H_
