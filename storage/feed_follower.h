#ifndef BROADSHEET_STORAGE_FEED_FOLLOWER_H_
#define BROADSHEET_STORAGE_FEED_FOLLOWER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/change_feed.h"
#include "storage/feed_store.h"
#include "storage/transaction_snapshot.h"

namespace broadsheet::storage {

// One follower of the feed, from its cursor on: it gets every change exactly
// once, less those that its row snapshot has. Not thread-safe.
class FeedFollower {
 public:
  // Pointers must outlive the follower. INVALID_ARGUMENT: not a cursor.
  static absl::StatusOr<FeedFollower> Open(ChangeFeed* feed, FeedStore* store,
                                           const Clock* clock,
                                           const internal::v1::Cursor& cursor);

  // The next changes, or a heartbeat when there are none for 150 ms, or sooner
  // when the horizon moved. At most 1,000 changes of about 1 MiB. OUT_OF_RANGE
  // (FEED_TRIMMED) or FAILED_PRECONDITION (EPOCH_CHANGED): load a new snapshot;
  // UNAVAILABLE when storage stops or cannot read.
  absl::StatusOr<internal::v1::WatchChangesResponse> Next(
      const CallContext& call);

 private:
  FeedFollower(ChangeFeed* feed, FeedStore* store, const Clock* clock)
      : feed_(feed), store_(store), clock_(clock) {}

  absl::Status ReadTable(const CallContext& call, ChangeFeed::View* view);
  absl::Status CheckReach(const CallContext& call);
  absl::StatusOr<internal::v1::WatchChangesResponse> Answer(
      const ChangeFeed::View& view);

  ChangeFeed* feed_;
  FeedStore* store_;
  const Clock* clock_;
  std::string epoch_;
  FeedPlace place_;
  uint64_t horizon_ = 0;
  bool reach_checked_ = false;
  std::optional<TransactionSnapshot> snapshot_;
  std::string snapshot_text_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_FEED_FOLLOWER_H_
