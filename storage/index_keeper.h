#ifndef BROADSHEET_STORAGE_INDEX_KEEPER_H_
#define BROADSHEET_STORAGE_INDEX_KEEPER_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/logger.h"
#include "storage/database.h"
#include "storage/lease_repository.h"

namespace broadsheet::storage {

// Has PostgreSQL merge what waits in the lists of the inverted indexes of
// papers, again and again: in sorted order, the cheaper the more there is. Left
// alone, the writer who fills a list would merge it within its transaction, for
// seconds, and hold back the feed. Likewise it has new pages of the change feed
// summarized by whom they name. Neither takes a transaction number. One process
// of all does it, under a lease; two at once would do no harm. Thread-safe.
class IndexKeeper {
 public:
  struct Options {
    absl::Duration interval = absl::Seconds(20);
    // When more papers than that were written since the last look, a load goes
    // on: it goes first ...
    int64_t quiet = 2000;
    // ... until so many are in the lists, about 140 MB, which a search by
    // author reads in 0.3 s.
    int64_t most = 1'000'000;
    // Unique to this process.
    std::string owner;
  };

  // Pointers must outlive this.
  IndexKeeper(Database* database, LeaseRepository* leases, const Logger& log,
              Options options);
  ~IndexKeeper();

  void Start();
  // Cancels what PostgreSQL merges for it, and ends the thread. Idempotent.
  void Stop();

  // One round; answers whether it merged, or a load goes first. ABORTED
  // (LEASE_HELD) while another process does it. Only one thread.
  absl::StatusOr<bool> Merge();

 private:
  void Run();
  bool IsDue(int64_t written);
  void MergeLists(Transaction& tx);
  bool Pause();

  Database* database_;
  LeaseRepository* leases_;
  const Logger log_;
  const Options options_;
  // Papers that had been written at the last look, and at the last merge; -1:
  // it is not known.
  int64_t looked_at_ = -1;
  int64_t merged_at_ = -1;

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopped_ = false;          // GUARDED_BY(mu_)
  std::function<void()> cancel_;  // GUARDED_BY(mu_); while it merges.
  std::thread thread_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_INDEX_KEEPER_H_
