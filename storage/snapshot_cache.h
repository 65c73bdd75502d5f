#ifndef BROADSHEET_STORAGE_SNAPSHOT_CACHE_H_
#define BROADSHEET_STORAGE_SNAPSHOT_CACHE_H_

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "storage/feed_store.h"
#include "storage/snapshot_file.h"
#include "storage/snapshot_reader.h"

namespace broadsheet::storage {

// Row snapshots, served from files: PostgreSQL is read once, at full speed, for
// all who ask at about the same time, however slowly they take it.
//
// There are two kinds, with and without events. Of each, one snapshot is built
// at a time; who comes meanwhile is served from the file as it grows. One that
// is whole is given out until it is `max_age` old, or its place in the feed is
// gone. Of each kind the newest and the one before it exist, the latter for
// those who still read it: the disk holds four snapshots at most (and, after an
// erasure, those that somebody still reads). Thread-safe.
class SnapshotCache {
 public:
  using Write = SnapshotReader::Write;

  struct Options {
    // A folder that this process may write to; it must exist.
    std::string dir;
    absl::Duration max_age = absl::Minutes(10);
    // Unique to this process; begins the ids of its snapshots.
    std::string owner;
  };

  // Pointers must outlive this.
  SnapshotCache(SnapshotReader* reader, FeedStore* store, const Clock* clock,
                const Logger& log, Metrics* metrics, Options options);
  ~SnapshotCache();

  // Whether files can be made in the folder.
  absl::Status Check() const;

  // Gives `write` the chunks that the request asks for, the trailer last. With
  // a `min_position`, of a snapshot that holds it: a new one unless the one
  // there does. FAILED_PRECONDITION (EPOCH_CHANGED): the position is of another
  // epoch, or of a transaction that has yet to begin.
  // CANCELLED when it answers false; NOT_FOUND (SNAPSHOT_GONE): the snapshot to
  // resume does not exist any more; UNAVAILABLE and DATA_LOSS: begin again.
  absl::Status Serve(const CallContext& call,
                     const internal::v1::GetSnapshotRequest& request,
                     const Write& write);

  // Gives out no snapshot any more that was made before: a reader must go,
  // whose name stands in events and submissions. Those who read one go on.
  void ForgetAll();

  // Ends builds and readers. Idempotent.
  void Stop();

 private:
  struct Snapshot {
    std::string id;
    std::shared_ptr<SnapshotFile> file;
    absl::Time begun;
    // Everything below it is in; known soon after the beginning.
    // GUARDED_BY(mu_)
    std::optional<v1::Position> horizon;
    uint64_t next = 0;  // Nothing from there on is. GUARDED_BY(mu_)
    // Known once it is whole.
    std::optional<internal::v1::Cursor> cursor;
  };
  struct Kind {
    std::shared_ptr<Snapshot> newest;
    std::shared_ptr<Snapshot> before;
  };

  struct Builder {
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> done;
  };

  absl::StatusOr<std::shared_ptr<Snapshot>> Find(
      const CallContext& call, const internal::v1::GetSnapshotRequest& request);
  absl::StatusOr<std::shared_ptr<Snapshot>> Resume(
      const internal::v1::GetSnapshotRequest& request);
  // Waits until it is known where the snapshot stands, or that it failed.
  absl::Status AwaitPlace(const CallContext& call, const Snapshot& snapshot,
                          v1::Position* horizon, uint64_t* next);
  // Whether it surely holds the position.
  bool Holds(const CallContext& call, const Snapshot& snapshot,
             const v1::Position& position);
  bool IsUsable(const CallContext& call, const Snapshot& snapshot);
  absl::StatusOr<std::shared_ptr<Snapshot>> Begin(bool with_events);
  void Build(const std::shared_ptr<Snapshot>& snapshot, bool with_events);
  absl::Status ReadInto(Snapshot* snapshot, bool with_events);
  void Drop(const std::shared_ptr<Snapshot>& snapshot);
  void ReapBuilders();  // Locked.
  void Report();        // Locked.

  SnapshotReader* reader_;
  FeedStore* store_;
  const Clock* clock_;
  const Logger log_;
  const Options options_;
  const CallContext building_;
  Metrics::Counter& builds_;
  Metrics::Counter& served_;
  Metrics::Gauge& bytes_;

  // Held while it is decided whether to build, which asks the database: the
  // callers that would wait could not go on either.
  std::array<std::mutex, 2> deciding_;

  std::mutex mu_;
  std::condition_variable placed_;
  std::array<Kind, 2> kinds_;    // GUARDED_BY(mu_); by with_events.
  std::list<Builder> builders_;  // GUARDED_BY(mu_)
  int64_t made_ = 0;             // GUARDED_BY(mu_)
  bool stopped_ = false;         // GUARDED_BY(mu_)
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SNAPSHOT_CACHE_H_
