#include "storage/feed_follower.h"

#include <algorithm>
#include <utility>

#include "common/errors.h"
#include "storage/records.h"

namespace broadsheet::storage {
namespace {

constexpr absl::Duration kHeartbeat = absl::Milliseconds(150);
constexpr size_t kMaxChanges = 1000;
constexpr size_t kMaxBytes = 1 << 20;
constexpr int kTablePage = 250;
constexpr absl::Duration kTableLimit = absl::Seconds(30);

// Keeps the changes of one answer, at least one.
void CutToSize(FeedPage* page) {
  size_t bytes = 0;
  for (size_t i = 0; i < page->entries.size(); ++i) {
    bytes += page->entries[i]->payload.size();
    if (bytes <= kMaxBytes || i == 0) continue;
    page->entries.resize(i);
    page->complete = false;
  }
}

absl::Status EpochChanged() {
  return MakeError(absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
                   "the cursor is of another history; load a new snapshot");
}

}  // namespace

absl::StatusOr<FeedFollower> FeedFollower::Open(
    ChangeFeed* feed, FeedStore* store, const Clock* clock,
    const internal::v1::Cursor& cursor) {
  if (cursor.epoch().empty()) {
    return InvalidField("cursor.epoch",
                        "is empty; GetSnapshot gives the first cursor");
  }
  FeedFollower follower(feed, store, clock);
  follower.epoch_ = cursor.epoch();
  follower.place_ = {cursor.xid(),
                     std::min(cursor.ordinal(), FeedPlace::kLastOrdinal)};
  if (!cursor.snapshot().empty()) {
    auto snapshot = TransactionSnapshot::Parse(cursor.snapshot());
    if (!snapshot.ok()) return snapshot.status();
    follower.snapshot_ = *std::move(snapshot);
    follower.snapshot_text_ = cursor.snapshot();
  }
  return follower;
}

absl::StatusOr<internal::v1::WatchChangesResponse> FeedFollower::Next(
    const CallContext& call) {
  ChangeFeed::View view =
      feed_->Wait(place_, horizon_, kHeartbeat, kMaxChanges, kMaxBytes);
  if (view.stopped) {
    return MakeError(absl::StatusCode::kUnavailable, "STOPPING",
                     "storage stops; go on from the cursor elsewhere");
  }
  if (view.epoch != epoch_) return EpochChanged();
  if (view.behind) {
    if (absl::Status read = ReadTable(call, &view); !read.ok()) return read;
  }
  if (!reach_checked_) {
    if (absl::Status reach = CheckReach(call); !reach.ok()) return reach;
  }
  return Answer(view);
}

// The check comes after the page: what was trimmed before the page was read is
// noticed by it.
absl::Status FeedFollower::ReadTable(const CallContext& call,
                                     ChangeFeed::View* view) {
  const CallContext limited(
      std::min(call.deadline(), absl::Now() + kTableLimit), call.request_id());
  auto page = store_->ReadPage(limited, place_, view->horizon, kTablePage);
  if (!page.ok()) return page.status();
  reach_checked_ = false;
  CutToSize(&*page);
  view->entries = std::move(page->entries);
  view->next = FeedPlace::Before(view->horizon);
  if (!page->complete) {
    view->next = view->entries.back()->place;
    view->horizon = view->next.xid;
    view->caught_up = false;
  }
  view->next = std::max(view->next, place_);
  return absl::OkStatus();
}

absl::Status FeedFollower::CheckReach(const CallContext& call) {
  const CallContext limited(
      std::min(call.deadline(), absl::Now() + kTableLimit), call.request_id());
  const auto history = store_->Read(limited);
  if (!history.ok()) return history.status();
  if (history->epoch != epoch_) return EpochChanged();
  const auto horizon = store_->Horizon(limited);
  if (!horizon.ok()) return horizon.status();
  // A transaction that has yet to begin: the files of the database were put
  // back to an earlier state.
  if (place_.xid >= horizon->newest) return EpochChanged();
  if (!history->Reaches(place_)) {
    return MakeError(absl::StatusCode::kOutOfRange, "FEED_TRIMMED",
                     "changes after the cursor were thrown away; load a new "
                     "snapshot");
  }
  reach_checked_ = true;
  return absl::OkStatus();
}

absl::StatusOr<internal::v1::WatchChangesResponse> FeedFollower::Answer(
    const ChangeFeed::View& view) {
  internal::v1::WatchChangesResponse response;
  for (const auto& entry : view.entries) {
    if (snapshot_ && snapshot_->Sees(entry->place.xid)) continue;
    if (!response.add_changes()->ParseFromString(entry->payload)) {
      return MakeError(absl::StatusCode::kDataLoss, "BAD_CHANGE",
                       "a change in the feed cannot be read");
    }
  }
  place_ = view.next;
  horizon_ = std::max(horizon_, view.horizon);
  if (snapshot_ && place_ >= FeedPlace::Before(snapshot_->xmax())) {
    snapshot_.reset();
    snapshot_text_.clear();
  }
  internal::v1::Cursor* cursor = response.mutable_cursor();
  cursor->set_epoch(epoch_);
  cursor->set_xid(place_.xid);
  cursor->set_ordinal(place_.ordinal);
  cursor->set_snapshot(snapshot_text_);
  response.mutable_horizon()->set_epoch(epoch_);
  response.mutable_horizon()->set_commit(horizon_);
  *response.mutable_at() = TimestampOf(clock_->Now());
  response.set_caught_up(view.caught_up);
  response.set_pending(view.pending);
  return response;
}

}  // namespace broadsheet::storage
