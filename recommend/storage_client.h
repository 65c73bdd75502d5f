#ifndef BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_
#define BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "common/tls_identity.h"
#include "recommend/change_source.h"
#include "recommend/editor.h"

namespace broadsheet::recommend {

// Where storage is.
struct StorageAddress {
  std::string target;
  // As in ChannelOptions.
  std::shared_ptr<const TlsIdentity> tls = nullptr;
};

// How old a snapshot may be: who follows the feed behind it takes one that
// storage has ready; who does not, one of everything committed by now.
enum class SnapshotAge { kRecent, kNow };

// storage's change feed over gRPC.
class GrpcChangeSource final : public ChangeSource {
 public:
  explicit GrpcChangeSource(const StorageAddress& storage,
                            SnapshotAge age = SnapshotAge::kRecent);

  absl::Status GetSnapshot(const OnSnapshot& on_message) override;
  absl::Status WatchChanges(const internal::v1::Cursor& cursor,
                            const OnChanges& on_message) override;
  void Cancel() override;

 private:
  absl::Status ReadSnapshot(const internal::v1::GetSnapshotRequest& request,
                            const OnSnapshot& on_message);
  // False when cancelled meanwhile.
  bool Pause(absl::Duration duration);
  // Runs one server stream under Cancel's eye; ends it when it goes silent.
  template <class Message, class Start, class OnMessage>
  absl::Status ReadAll(absl::Duration limit, Start start,
                       const OnMessage& on_message);

  std::unique_ptr<internal::v1::ChangeFeedService::Stub> stub_;
  const SnapshotAge age_;
  std::mutex mu_;
  std::condition_variable cancelling_;
  grpc::ClientContext* running_ = nullptr;  // GUARDED_BY(mu_)
  bool cancelled_ = false;                  // GUARDED_BY(mu_)
};

// storage's leases and submissions over gRPC. Thread-safe.
class GrpcEditorStore final : public EditorStore {
 public:
  // `owner` is unique to this process.
  GrpcEditorStore(const StorageAddress& storage, std::string owner);

  absl::Status AcquireLease(const CallContext& call) override;
  void ReleaseLease(const CallContext& call) override;
  absl::StatusOr<v1::Position> Submit(
      const CallContext& call, const std::string& request_id,
      const v1::Submission& submission) override;

 private:
  std::string owner_;
  std::unique_ptr<internal::v1::LeaseService::Stub> leases_;
  std::unique_ptr<internal::v1::ReaderStoreService::Stub> readers_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_
