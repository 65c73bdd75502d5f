#ifndef BROADSHEET_STORAGE_FEED_TRIMMER_H_
#define BROADSHEET_STORAGE_FEED_TRIMMER_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "storage/database.h"
#include "storage/lease_repository.h"

namespace broadsheet::storage {

// Throws away what the change feed has kept for longer than its retention. Each
// round marks where the feed stands, and deletes the changes below the newest
// mark that is old enough, by which time they had all been written: in short
// transactions, the first of which moves `feed_state.trimmed_below`, so that no
// follower reads past a hole. One process of all does it, under a lease; two at
// once would do no harm. Thread-safe.
class FeedTrimmer {
 public:
  struct Options {
    // Zero keeps everything.
    absl::Duration retention = absl::Hours(168);
    absl::Duration interval = absl::Minutes(1);
    // Rows of one transaction: some 10 ms, and 100 ms at the very most.
    int batch = 1000;
    // Unique to this process.
    std::string owner;
  };

  // Pointers must outlive this.
  FeedTrimmer(Database* database, LeaseRepository* leases, const Clock* clock,
              const Logger& log, Metrics* metrics, Options options);
  ~FeedTrimmer();

  // Starts the thread, unless everything is kept.
  void Start();
  // Ends it after the transaction under way. Idempotent.
  void Stop();

  // One round: the number of changes that it deleted. ABORTED (LEASE_HELD)
  // while another process trims.
  absl::StatusOr<int64_t> Trim();

 private:
  void Run();
  absl::Status Mark(const CallContext& call, absl::Time now);
  absl::StatusOr<std::string> Target(const CallContext& call, absl::Time now);
  absl::Status MoveBorder(const CallContext& call, const std::string& below);
  absl::StatusOr<int64_t> DeleteBelow(const CallContext& call,
                                      const std::string& below);
  absl::Status Measure(const CallContext& call, absl::Time now);
  bool Pause(absl::Duration duration);

  Database* database_;
  LeaseRepository* leases_;
  const Clock* clock_;
  const Logger log_;
  const Options options_;
  Metrics::Counter& trimmed_;
  Metrics::Gauge& kept_;
  Metrics::Gauge& oldest_;

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopped_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_FEED_TRIMMER_H_
