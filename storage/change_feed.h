#ifndef BROADSHEET_STORAGE_CHANGE_FEED_H_
#define BROADSHEET_STORAGE_CHANGE_FEED_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "storage/feed_store.h"
#include "storage/own_commits.h"

namespace broadsheet::storage {

// The one reader of the change feed in this process: it polls the table and
// keeps the newest changes in memory for all followers. Invariant: the ring
// holds every change after `begin_` up to `tail_`, in the order of places, and
// every commit below `horizon_` is at or before `tail_`. Thread-safe.
class ChangeFeed {
 public:
  struct Options {
    // Between two polls: when the last one found changes, and otherwise. A
    // nudge comes before either.
    absl::Duration busy = absl::Milliseconds(20);
    absl::Duration idle = absl::Milliseconds(50);
    // Of payloads kept.
    size_t ring_bytes = 32 << 20;
  };

  // What a follower that stands at some place can have.
  struct View {
    std::string epoch;
    // In order, right after the follower's place.
    FeedEntries entries;
    // Where the follower stands after them, with every commit below `horizon`.
    FeedPlace next;
    uint64_t horizon = 0;
    // The changes after the follower's place are not in memory any more: it
    // reads them from the table, below `horizon`.
    bool behind = false;
    // Nothing that the tailer knows to be committed is left after `next`.
    bool caught_up = false;
    // Entries in memory after `next`.
    int64_t pending = 0;
    bool stopped = false;
  };

  // `store`, `clock`, `log` and `metrics` must outlive this. `on_health` hears
  // from the tailer whether the database can be read, `on_erasure` when it has
  // read that a reader was erased, before followers do.
  ChangeFeed(FeedStore* store, const Clock* clock, const Logger& log,
             Metrics* metrics, Options options,
             std::function<void(bool)> on_health = {},
             std::function<void()> on_erasure = {});
  ~ChangeFeed();

  // Opens the history and starts the tailer.
  absl::Status Start();
  // Ends the tailer and all waiting. Idempotent.
  void Stop();
  // This was committed by this process: poll now, and do not read it again.
  void Offer(Commit commit);
  // How long the feed has stood still, for the oldest running transaction or
  // because the database cannot be read.
  absl::Duration lag() const;

  // Waits until there is something after `place`, or the horizon has passed
  // `horizon`, or the history ended, or `limit` is over. At most `max_entries`
  // entries, of about `max_bytes`.
  View Wait(FeedPlace place, uint64_t horizon, absl::Duration limit,
            size_t max_entries, size_t max_bytes);

 private:
  void Tail();
  absl::Status Poll(bool* found);
  absl::Status OpenHistory();
  absl::StatusOr<FeedPage> ReadOn(const CallContext& call, FeedPlace tail,
                                  uint64_t below, FeedEntries* own);
  void Push(const FeedPage& page, uint64_t below);
  void ReportHorizon(const FeedHorizon& horizon);
  void ReportLag();
  void ReportHealth(const absl::Status& status);
  void Pause(absl::Duration duration);

  FeedStore* store_;
  const Clock* clock_;
  const Logger log_;
  const Options options_;
  std::function<void(bool)> on_health_;
  std::function<void()> on_erasure_;
  Metrics::Gauge& lag_;
  Metrics::Gauge& ring_bytes_gauge_;
  Metrics::Counter& changes_;

  // Only the tailer's.
  bool opened_ = false;
  bool healthy_ = true;
  FeedHorizon last_horizon_;
  absl::Time horizon_since_;
  // For all.
  std::atomic<int64_t> lag_nanos_{0};

  mutable std::mutex mu_;
  std::condition_variable news_;                       // For followers.
  std::condition_variable nudged_;                     // For the tailer.
  std::string epoch_;                                  // GUARDED_BY(mu_)
  std::deque<std::shared_ptr<const FeedEntry>> ring_;  // GUARDED_BY(mu_)
  size_t ring_bytes_ = 0;                              // GUARDED_BY(mu_)
  OwnCommits own_commits_;                             // GUARDED_BY(mu_)
  FeedPlace begin_;                                    // GUARDED_BY(mu_)
  FeedPlace tail_;                                     // GUARDED_BY(mu_)
  uint64_t horizon_ = 0;                               // GUARDED_BY(mu_)
  bool readable_ = true;                               // GUARDED_BY(mu_)
  bool nudge_ = false;                                 // GUARDED_BY(mu_)
  bool stopped_ = false;                               // GUARDED_BY(mu_)
  std::thread tailer_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CHANGE_FEED_H_
