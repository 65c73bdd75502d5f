#ifndef BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_
#define BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "broadsheet/internal/v1/vector_store_service.grpc.pb.h"
#include "recommend/change_source.h"
#include "recommend/editor.h"
#include "recommend/lease.h"
#include "recommend/storage_address.h"
#include "recommend/vector_keeper.h"

namespace broadsheet::recommend {

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

  absl::Status AcquireLease(const CallContext& call) override {
    return lease_.Acquire(call);
  }
  void ReleaseLease(const CallContext& call) override { lease_.Release(call); }
  absl::StatusOr<Submitted> Submit(const CallContext& call,
                                   const std::string& request_id,
                                   const v1::Submission& submission) override;

 private:
  absl::StatusOr<bool> IsOnList(const CallContext& call,
                                const v1::Submission& submission);

  GrpcLease lease_;
  std::unique_ptr<internal::v1::ReaderStoreService::Stub> readers_;
};

// storage's vectors over gRPC. Thread-safe.
class GrpcVectorStore final : public VectorStore {
 public:
  explicit GrpcVectorStore(const StorageAddress& storage);

  absl::StatusOr<std::vector<std::string>> Put(
      const CallContext& call,
      std::vector<internal::v1::PaperVector> vectors) override;

 private:
  std::unique_ptr<internal::v1::VectorStoreService::Stub> stub_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_STORAGE_CLIENT_H_
