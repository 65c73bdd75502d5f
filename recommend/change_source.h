#ifndef BROADSHEET_RECOMMEND_CHANGE_SOURCE_H_
#define BROADSHEET_RECOMMEND_CHANGE_SOURCE_H_

#include <functional>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"

namespace broadsheet::recommend {

// Where rows come from: storage's ChangeFeedService, as a follower sees it.
// One thread calls it; Cancel may come from any.
class ChangeSource {
 public:
  using OnSnapshot =
      std::function<absl::Status(const internal::v1::GetSnapshotResponse&)>;
  using OnChanges =
      std::function<absl::Status(const internal::v1::WatchChangesResponse&)>;

  virtual ~ChangeSource() = default;

  // Both call back for each message, in order, and end with the stream's
  // status, or with the first error that a callback answers.
  virtual absl::Status GetSnapshot(const OnSnapshot& on_message) = 0;
  virtual absl::Status WatchChanges(const internal::v1::Cursor& cursor,
                                    const OnChanges& on_message) = 0;
  // Ends the call under way and all later ones with CANCELLED.
  virtual void Cancel() = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_CHANGE_SOURCE_H_
