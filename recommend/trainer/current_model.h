#ifndef BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_
#define BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_

#include <optional>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"

namespace broadsheet::recommend {

// The model that was promoted last; none when there is no such.
absl::StatusOr<std::optional<internal::v1::Artifact>> FindCurrentModel(
    ArtifactStore* store, const CallContext& call);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_
