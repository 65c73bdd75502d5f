#ifndef BROADSHEET_RECOMMEND_MODELS_ITEM_NEIGHBOURS_H_
#define BROADSHEET_RECOMMEND_MODELS_ITEM_NEIGHBOURS_H_

#include <functional>
#include <optional>

#include "recommend/models/sparse_rows.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// Learns item-item weights: row i of the result has the items j whose score
// grows when a reader wants i, and by how much. `readers` has a row a reader
// and a column an item; values do not matter. `step` is called for every 256th
// of the items; when it says false, learning ends without a result.
std::optional<SparseRows> TrainNeighbours(const SparseRows& readers,
                                          const NeighbourOptions& options,
                                          size_t steps, int threads,
                                          const std::function<bool()>& step);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_ITEM_NEIGHBOURS_H_
