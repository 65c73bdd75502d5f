#ifndef BROADSHEET_INGEST_POLITE_FETCHER_H_
#define BROADSHEET_INGEST_POLITE_FETCHER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/http_client/http_fetcher.h"
#include "common/retrier.h"
#include "ingest/host_pacer.h"

namespace broadsheet::ingest {

struct PoliteOptions {
  // Waits after a failed request, unless the server says how long.
  RetryOptions retry = {.first = absl::Seconds(5),
                        .longest = absl::Minutes(5),
                        .patience = absl::Minutes(30)};
  // The longest Retry-After that is waited for.
  absl::Duration longest_retry_after = absl::Hours(1);
  // Somebody waits for the page.
  bool hasty = false;
};

// Fetches pages as servers want it: each request, that of a redirect too, waits
// for its turn, and after a failure the next one comes later and later, or when
// Retry-After (RFC 9110, section 10.2.3) says. Thread-safe.
class PoliteFetcher {
 public:
  // All pointers must outlive this.
  PoliteFetcher(PoliteOptions options, HttpFetcher* fetcher, HostPacer* pacer,
                const Clock* clock, Timing timing);

  // Tries of one page; it lives as long as the page is wanted.
  Retrier MakeRetrier(const CallContext& call) const;

  // A page with status 200 or, when the question is conditional, 304. A token
  // stays with its server, and what is posted is sent nowhere else. Any other
  // status that will not pass is FAILED_PRECONDITION with the reason
  // "HTTP_404". Errors are those that trying again does not mend, UNAVAILABLE
  // when the patience of `retrier` has run out, and those of `call`.
  absl::StatusOr<HttpPage> Fetch(const CallContext& call,
                                 const HttpQuestion& question,
                                 Retrier* retrier) const;

 private:
  absl::StatusOr<HttpPage> AskOnce(const CallContext& call,
                                   HttpQuestion question) const;
  void WaitAsAsked(const CallContext& call, const HttpQuestion& question,
                   const HttpPage& page, Retrier* retrier) const;

  const PoliteOptions options_;
  HttpFetcher* fetcher_;
  HostPacer* pacer_;
  const Clock* clock_;
  const Timing timing_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_POLITE_FETCHER_H_
