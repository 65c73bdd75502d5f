#ifndef BROADSHEET_RECOMMEND_MODELS_FACTOR_PRIOR_H_
#define BROADSHEET_RECOMMEND_MODELS_FACTOR_PRIOR_H_

#include <cstdint>
#include <vector>

#include "recommend/models/factors.h"
#include "recommend/models/sparse_rows.h"

namespace broadsheet::recommend {

// The factors of items, leaning on those of items of similar text:
//   (n h + prior m) / (n + prior),
// n the item's interactions, m the mean of its neighbours' factors by
// similarity. A row of `neighbours` for each item; those without interactions
// tell nothing. Items without both stay as they are.
DenseRows LeanOnNeighbours(const DenseRows& items,
                           const std::vector<uint32_t>& interactions,
                           const SparseRows& neighbours, float prior,
                           int threads);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_FACTOR_PRIOR_H_
