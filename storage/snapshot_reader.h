#ifndef BROADSHEET_STORAGE_SNAPSHOT_READER_H_
#define BROADSHEET_STORAGE_SNAPSHOT_READER_H_

#include <atomic>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Streams all rows as of one moment, in constant memory: a cursor in a
// read-only transaction, which holds back no one. Thread-safe.
class SnapshotReader {
 public:
  using Write = std::function<bool(const internal::v1::GetSnapshotResponse&)>;
  // Where the snapshot stands, before anything else: all that was committed
  // below the horizon is in it, and nothing from `next` on.
  using OnPlace =
      std::function<void(const v1::Position& horizon, uint64_t next)>;

  // `database` must outlive this; at most `limit` run at once.
  SnapshotReader(Database* database, int limit)
      : database_(database), limit_(limit) {}

  // Gives `write` the header, chunks of at most about 1 MiB, and the trailer.
  // CANCELLED when it answers false; RESOURCE_EXHAUSTED (SNAPSHOTS_BUSY) beyond
  // the limit; UNAVAILABLE when the connection breaks: begin again.
  absl::Status Read(const CallContext& call, bool include_events,
                    const Write& write, const OnPlace& on_place = {});

 private:
  Database* database_;
  const int limit_;
  std::atomic<int> running_ = 0;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SNAPSHOT_READER_H_
