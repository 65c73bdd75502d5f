#ifndef BROADSHEET_RECOMMEND_ARTIFACT_STORE_H_
#define BROADSHEET_RECOMMEND_ARTIFACT_STORE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact_service.pb.h"
#include "common/call_context.h"

namespace broadsheet::recommend {

// Storage's artifacts: for the trainer that makes them and the recommenders
// that fetch them. Thread-safe.
class ArtifactStore {
 public:
  using OnBytes = std::function<absl::Status(std::string_view bytes)>;

  virtual ~ArtifactStore() = default;

  // The bytes from `offset` on, in order; ends with the first error that
  // `on_bytes` answers.
  virtual absl::Status Read(const CallContext& call, const std::string& id,
                            int64_t offset, const OnBytes& on_bytes) = 0;

  virtual absl::StatusOr<internal::v1::ListArtifactsResponse> List(
      const CallContext& call,
      const internal::v1::ListArtifactsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
      const CallContext& call,
      const internal::v1::BeginArtifactRequest& request) = 0;
  virtual absl::Status Write(
      const CallContext& call,
      const internal::v1::WriteArtifactRequest& request) = 0;
  virtual absl::Status Finish(const CallContext& call,
                              const std::string& id) = 0;
  virtual absl::StatusOr<internal::v1::PromoteArtifactResponse> Promote(
      const CallContext& call,
      const internal::v1::PromoteArtifactRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::RollbackArtifactResponse> Rollback(
      const CallContext& call,
      const internal::v1::RollbackArtifactRequest& request) = 0;
  virtual absl::Status DeleteOld(const CallContext& call,
                                 const std::string& kind, int keep) = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ARTIFACT_STORE_H_
