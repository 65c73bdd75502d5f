#ifndef BROADSHEET_INGEST_ENRICHMENT_QUEUE_H_
#define BROADSHEET_INGEST_ENRICHMENT_QUEUE_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/cancellation.h"
#include "common/logger.h"
#include "ingest/backend.h"
#include "ingest/checkpoints.h"
#include "ingest/enrichment_plan.h"
#include "ingest/leases.h"
#include "ingest/paper_enricher.h"
#include "ingest/polite_fetcher.h"

namespace broadsheet::ingest {

// What the queues of a process work with; all outlive them.
struct EnrichmentParts {
  Backend backend;
  const PoliteFetcher* fetcher;
  Checkpoints* checkpoints;
  Leases* leases;
  const Logger* log;
  // Of this process and no other: 1 to 100 bytes.
  std::string process;
  // After this time a paper is asked about again.
  absl::Duration every = absl::Hours(168);
};

// Has one enricher ask about the papers of storage, page by page, and stores
// what it learns. One process at a time does so, by a lease; the checkpoint
// "enrich/NAME" moves behind a page when it is stored, so that any process goes
// on there. Work is for one thread, the rest is thread-safe.
class EnrichmentQueue {
 public:
  EnrichmentQueue(EnrichmentParts parts,
                  std::unique_ptr<PaperEnricher> enricher);
  ~EnrichmentQueue();

  // Works again and again on a thread of its own, until Stop.
  void Run();
  void Stop();

  // Until nothing is due. ABORTED: another process does it. FAILED_PRECONDITION
  // and PERMISSION_DENIED are for the operator to mend; UNAVAILABLE passes by
  // itself.
  absl::Status Work();

 private:
  using Papers = std::vector<v1::Paper>;

  // For what is done next: ends with the service, or with the lease. Each page
  // has its own, because a call remembers all that it was passed to.
  CallContext BeginCall();
  void EndCall(bool* why);
  absl::Status WalkAll();
  absl::Status DoPage(const CallContext& call, EnrichmentWalk* walk);
  absl::StatusOr<v1::ListPapersResponse> ListPage(const CallContext& call,
                                                  EnrichmentWalk* walk);
  // Adds what there is to store, even when it fails on the way.
  absl::Status AskAbout(const CallContext& call, const Papers& papers,
                        internal::v1::UpsertPapersRequest* learnt);
  absl::Status AskTogether(const CallContext& call,
                           std::span<const v1::Paper> papers,
                           std::span<v1::Paper> gains);
  // OK: go on with the next paper.
  absl::Status Judge(const CallContext& call, const absl::Status& status,
                     const std::string& paper_id);
  absl::Status Store(const CallContext& call,
                     internal::v1::UpsertPapersRequest learnt);
  absl::Status Keep(const CallContext& call);
  void Log(const char* what, const absl::Status& status) const;

  const EnrichmentParts parts_;
  const std::unique_ptr<PaperEnricher> enricher_;
  const EnrichmentRules rules_;
  const std::string name_;  // Of checkpoint and lease.
  Kept<EnrichmentCheckpoint> kept_;
  absl::Time kept_at_ = absl::InfinitePast();
  int64_t questions_ = 0;
  int failures_ = 0;  // Since an answer could be used.
  // That the server failed on for as long as patience lasts.
  std::string stuck_on_;

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;                  // GUARDED_BY(mu_)
  bool lost_ = false;                      // GUARDED_BY(mu_), the lease
  std::shared_ptr<Cancellation> current_;  // GUARDED_BY(mu_), the page's
  std::thread thread_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHMENT_QUEUE_H_
