#ifndef BROADSHEET_STORAGE_CHANGE_FEED_SERVICE_H_
#define BROADSHEET_STORAGE_CHANGE_FEED_SERVICE_H_

#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "common/clock.h"
#include "common/rpc.h"
#include "storage/change_feed.h"
#include "storage/feed_store.h"
#include "storage/follower_lags.h"
#include "storage/snapshot_cache.h"

namespace broadsheet::storage {

class ChangeFeedService final
    : public internal::v1::ChangeFeedService::CallbackService {
 public:
  // All must outlive this.
  ChangeFeedService(ChangeFeed* feed, FeedStore* store,
                    SnapshotCache* snapshots, FollowerLags* lags,
                    const Clock* clock, Rpcs* rpcs);
  ~ChangeFeedService() override;

  grpc::ServerWriteReactor<internal::v1::GetSnapshotResponse>* GetSnapshot(
      grpc::CallbackServerContext* context,
      const internal::v1::GetSnapshotRequest* request) override;
  // Ends when the follower goes away or the feed stops.
  grpc::ServerWriteReactor<internal::v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context,
      const internal::v1::WatchChangesRequest* request) override;

 private:
  absl::Status Watch(CallContext& call,
                     const internal::v1::WatchChangesRequest& request,
                     StreamWriter<internal::v1::WatchChangesResponse>& stream);

  ChangeFeed* feed_;
  FeedStore* store_;
  SnapshotCache* snapshots_;
  FollowerLags* lags_;
  const Clock* clock_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CHANGE_FEED_SERVICE_H_
