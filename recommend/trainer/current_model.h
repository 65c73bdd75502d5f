#ifndef BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_
#define BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "broadsheet/v1/model_service.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"

namespace broadsheet::recommend {

// The model that was promoted last; none when there is no such.
absl::StatusOr<std::optional<internal::v1::Artifact>> FindCurrentModel(
    ArtifactStore* store, const CallContext& call);

// What an arm's lists showed, and what readers did with it.
struct ArmCounts {
  int64_t impressions = 0;
  int64_t clicks = 0;  // View, click or read.
  int64_t likes = 0;   // Upvote, save or share.
};

// A report per arm: impressions, and clicks and likes per impression with their
// intervals.
void AddArms(const std::map<std::string, ArmCounts>& arms,
             v1::Evaluation* evaluation);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_CURRENT_MODEL_H_
