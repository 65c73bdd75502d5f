#ifndef BROADSHEET_INGEST_HTTP_FETCHER_H_
#define BROADSHEET_INGEST_HTTP_FETCHER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"

namespace broadsheet::ingest {

struct HttpPage {
  int status = 0;
  std::string body;
  // As sent, for statuses that ask to come back later; may be empty.
  std::string retry_after;
};

// Fetches pages. Thread-safe.
class HttpFetcher {
 public:
  virtual ~HttpFetcher() = default;
  // GET of an http or https URL, redirects followed; any status is an answer.
  // Ends when `call` is over. UNAVAILABLE: no answer came, a later try may
  // help. Other errors will not pass: INVALID_ARGUMENT (no such URL),
  // PERMISSION_DENIED (a private address), RESOURCE_EXHAUSTED (too large).
  virtual absl::StatusOr<HttpPage> Get(const CallContext& call,
                                       const std::string& url) = 0;
};

struct CurlOptions {
  std::string user_agent;
  // Connect to addresses that are not of the open internet, too.
  bool allow_private = false;
  size_t max_body_bytes = 32 << 20;  // After decompression.
  absl::Duration connect_timeout = absl::Seconds(20);
  absl::Duration timeout = absl::Minutes(5);
};

// No proxy is used, whatever the environment says: behind one, the connected
// address could not be checked.
std::unique_ptr<HttpFetcher> MakeCurlFetcher(const CurlOptions& options);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HTTP_FETCHER_H_
