#ifndef BROADSHEET_RECOMMEND_MODELS_MODEL_CHECKS_H_
#define BROADSHEET_RECOMMEND_MODELS_MODEL_CHECKS_H_

#include "absl/status/status.h"
#include "recommend/models/model_layout.h"

namespace broadsheet::recommend {

// Whether the parts of a model agree: counts, order, ranges of numbers.
// DATA_LOSS that names the part and the rule it breaks.
absl::Status CheckModel(const ModelLayout& layout);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_MODEL_CHECKS_H_
