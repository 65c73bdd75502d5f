#ifndef BROADSHEET_RECOMMEND_TRAINER_MODEL_ADMIN_H_
#define BROADSHEET_RECOMMEND_TRAINER_MODEL_ADMIN_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/model_service.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"

namespace broadsheet::recommend {

// Storage's artifacts as the operator sees them: as models. Thread-safe.
class ModelAdmin {
 public:
  // `store` must outlive this.
  explicit ModelAdmin(ArtifactStore* store) : store_(store) {}

  absl::StatusOr<v1::ListModelsResponse> List(
      const CallContext& call, const v1::ListModelsRequest& request);
  absl::StatusOr<v1::PromoteModelResponse> Promote(
      const CallContext& call, const v1::PromoteModelRequest& request);
  absl::StatusOr<v1::RollbackModelResponse> Rollback(
      const CallContext& call, const v1::RollbackModelRequest& request);

 private:
  ArtifactStore* store_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_MODEL_ADMIN_H_
