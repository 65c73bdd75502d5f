#ifndef BROADSHEET_INGEST_PAPER_FETCHER_H_
#define BROADSHEET_INGEST_PAPER_FETCHER_H_

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "common/cancellation.h"
#include "common/logger.h"
#include "ingest/backend.h"
#include "ingest/harvester.h"
#include "ingest/sources/arxiv_api_source.h"

namespace broadsheet::ingest {

// Fetches single papers from arXiv while somebody waits for them. What comes
// goes the way of a harvest's records. Thread-safe.
class PaperFetcher {
 public:
  struct Options {
    // Of arXiv's API; empty: where it really is.
    std::string url;
    absl::Duration patience = absl::Seconds(15);
  };

  // The pointers must outlive this.
  PaperFetcher(Options options, const Backend& backend,
               const Harvester* harvester, const Logger* log);

  // As IngestService.FetchPaper.
  absl::StatusOr<v1::FetchPaperResponse> Fetch(
      const CallContext& call, const v1::FetchPaperRequest& request);

  // Ends what waits, with UNAVAILABLE, and takes no more. Idempotent.
  void Stop();

 private:
  using Ending = std::shared_ptr<Cancellation>;

  absl::Status Enter(const Ending& ending);
  void Leave(const Ending& ending);
  absl::StatusOr<v1::FetchPaperResponse> Ask(const CallContext& call,
                                             const std::string& id) const;

  const Options options_;
  const Backend backend_;
  const Harvester* const harvester_;
  const Logger* const log_;
  const ArxivApiSource source_;

  std::mutex mu_;
  bool stopped_ = false;      // GUARDED_BY(mu_)
  std::set<Ending> waiting_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_FETCHER_H_
