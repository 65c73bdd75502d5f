#include "storage/change_feed_service.h"

#include "storage/feed_follower.h"

namespace broadsheet::storage {

using internal::v1::GetSnapshotRequest;
using internal::v1::GetSnapshotResponse;
using internal::v1::WatchChangesRequest;
using internal::v1::WatchChangesResponse;

ChangeFeedService::ChangeFeedService(ChangeFeed* feed, FeedStore* store,
                                     SnapshotCache* snapshots,
                                     FollowerLags* lags, const Clock* clock,
                                     Rpcs* rpcs)
    : feed_(feed),
      store_(store),
      snapshots_(snapshots),
      lags_(lags),
      clock_(clock),
      rpcs_(rpcs) {}

ChangeFeedService::~ChangeFeedService() = default;

grpc::ServerWriteReactor<GetSnapshotResponse>* ChangeFeedService::GetSnapshot(
    grpc::CallbackServerContext* context, const GetSnapshotRequest* request) {
  return rpcs_->ServerStream<GetSnapshotRequest, GetSnapshotResponse>(
      "ChangeFeedService/GetSnapshot", context, request,
      [this](CallContext& call, const GetSnapshotRequest& r,
             StreamWriter<GetSnapshotResponse>& stream) {
        return snapshots_->Serve(call, r, [&](const GetSnapshotResponse& part) {
          return stream.Write(part);
        });
      });
}

grpc::ServerWriteReactor<WatchChangesResponse>* ChangeFeedService::WatchChanges(
    grpc::CallbackServerContext* context, const WatchChangesRequest* request) {
  return rpcs_->ServerStream<WatchChangesRequest, WatchChangesResponse>(
      "ChangeFeedService/WatchChanges", context, request,
      [this](CallContext& call, const WatchChangesRequest& r,
             StreamWriter<WatchChangesResponse>& stream) {
        return Watch(call, r, stream);
      });
}

absl::Status ChangeFeedService::Watch(
    CallContext& call, const WatchChangesRequest& request,
    StreamWriter<WatchChangesResponse>& stream) {
  auto follower = FeedFollower::Open(feed_, store_, clock_, request.cursor());
  if (!follower.ok()) return follower.status();
  FollowerLags::Entry lag(lags_);
  while (call.Alive().ok()) {
    const auto response = follower->Next(call);
    if (!response.ok()) return response.status();
    if (!stream.Write(*response)) break;
    lag.Took(response->pending(), response->caught_up());
  }
  return call.Alive();
}

}  // namespace broadsheet::storage
