#ifndef BROADSHEET_RECOMMEND_MODELS_TRAINING_INPUT_H_
#define BROADSHEET_RECOMMEND_MODELS_TRAINING_INPUT_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "recommend/models/sparse_rows.h"
#include "recommend/models/training_data.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// Training data in the order of a model: items are papers sorted by id.
struct TrainingInput {
  std::vector<const TrainingPaper*> items;
  SparseRows readers;  // Of readers with interactions, in the order given.
};

// Several events of one reader and paper weigh no more than this together.
inline constexpr float kMaxInteractionWeight = 10;

// INVALID_ARGUMENT that names the field and the rule it breaks.
absl::Status CheckOptions(const TrainingOptions& options);
absl::StatusOr<TrainingInput> MakeTrainingInput(const TrainingData& data);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TRAINING_INPUT_H_
