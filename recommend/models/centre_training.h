#ifndef BROADSHEET_RECOMMEND_MODELS_CENTRE_TRAINING_H_
#define BROADSHEET_RECOMMEND_MODELS_CENTRE_TRAINING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "recommend/models/factors.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// Writes the vector of an item, of the dimension asked for; false when it has
// none.
using VectorOf = std::function<bool(size_t item, std::span<float> vector)>;

// Centres of the directions of `items` vectors: unit rows; none when there are
// fewer than options.papers. A function of the vectors, their order and the
// seed, whatever the threads. `step` is called after each round, if there are
// any; when it says false, there is no result.
std::optional<DenseRows> TrainCentres(size_t items, size_t dimension,
                                      const VectorOf& vector,
                                      const CentreOptions& options,
                                      uint64_t seed, int threads,
                                      const std::function<bool()>& step);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_CENTRE_TRAINING_H_
