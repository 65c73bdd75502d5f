#ifndef BROADSHEET_RECOMMEND_GRPC_ARTIFACT_STORE_H_
#define BROADSHEET_RECOMMEND_GRPC_ARTIFACT_STORE_H_

#include <memory>
#include <string>

#include "broadsheet/internal/v1/artifact_service.grpc.pb.h"
#include "recommend/artifact_store.h"
#include "recommend/storage_client.h"

namespace broadsheet::recommend {

// The same over gRPC.
class GrpcArtifactStore final : public ArtifactStore {
 public:
  explicit GrpcArtifactStore(const StorageAddress& storage);

  absl::Status Read(const CallContext& call, const std::string& id,
                    int64_t offset, const OnBytes& on_bytes) override;
  absl::StatusOr<internal::v1::ListArtifactsResponse> List(
      const CallContext& call,
      const internal::v1::ListArtifactsRequest& request) override;
  absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
      const CallContext& call,
      const internal::v1::BeginArtifactRequest& request) override;
  absl::Status Write(
      const CallContext& call,
      const internal::v1::WriteArtifactRequest& request) override;
  absl::Status Finish(const CallContext& call, const std::string& id) override;
  absl::StatusOr<internal::v1::PromoteArtifactResponse> Promote(
      const CallContext& call,
      const internal::v1::PromoteArtifactRequest& request) override;
  absl::StatusOr<internal::v1::RollbackArtifactResponse> Rollback(
      const CallContext& call,
      const internal::v1::RollbackArtifactRequest& request) override;
  absl::Status DeleteOld(const CallContext& call, const std::string& kind,
                         int keep) override;

 private:
  using Stub = internal::v1::ArtifactService::Stub;

  std::unique_ptr<Stub> stub_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_GRPC_ARTIFACT_STORE_H_
