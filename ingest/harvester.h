#ifndef BROADSHEET_INGEST_HARVESTER_H_
#define BROADSHEET_INGEST_HARVESTER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "ingest/host_pacer.h"
#include "ingest/http_fetcher.h"
#include "ingest/record.h"
#include "ingest/retrier.h"

namespace broadsheet::ingest {

// `request` if it can be harvested; INVALID_ARGUMENT names the field.
absl::Status CheckHarvest(const v1::RunHarvestRequest& request);

struct HarvestOptions {
  // Waits after a failed request, unless the server says how long.
  RetryOptions retry = {.first = absl::Seconds(5),
                        .longest = absl::Minutes(5),
                        .patience = absl::Minutes(30)};
  // The longest Retry-After that is waited for.
  absl::Duration longest_retry_after = absl::Hours(1);
};

// Reads a whole list from an OAI-PMH server (ListRecords, metadataPrefix=arXiv)
// page by page. Thread-safe.
class Harvester {
 public:
  // Called with the size of the list when the server tells it.
  using OnTotal = std::function<void(int64_t)>;
  // False: nobody takes the records any more.
  using IsWanted = std::function<bool()>;

  // All pointers must outlive this.
  Harvester(HarvestOptions options, HttpFetcher* fetcher, HostPacer* pacer,
            const Clock* clock, Timing timing);

  // Hands the records to `sink`, numbered over all pages. `request` has passed
  // CheckHarvest. Returns when the list is read, with the first error that
  // trying again does not mend, when `call` is over, or with ABORTED when after
  // a page no more is wanted.
  absl::Status Run(const CallContext& call,
                   const v1::RunHarvestRequest& request, PaperSink* sink,
                   const OnTotal& on_total, const IsWanted& is_wanted) const;

 private:
  absl::StatusOr<std::string> Fetch(const CallContext& call,
                                    const std::string& url) const;
  void WaitAsAsked(const CallContext& call, const HttpPage& page,
                   Retrier* retrier) const;

  const HarvestOptions options_;
  HttpFetcher* fetcher_;
  HostPacer* pacer_;
  const Clock* clock_;
  const Timing timing_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVESTER_H_
