#ifndef BROADSHEET_RECOMMEND_MODELS_ENCODER_TRAINING_H_
#define BROADSHEET_RECOMMEND_MODELS_ENCODER_TRAINING_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "recommend/models/factors.h"
#include "recommend/models/sparse_rows.h"
#include "recommend/models/text_corpus.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

inline constexpr int kEncoderSteps = 100;

// Learns a vector for each term of `corpus`, so that texts that belong together
// are close: a title and its abstract, a sentence and the rest, papers that one
// reader wants, what a reader wanted and wants next. `readers` has a row a
// reader and a column a paper, and may be empty. `step` is called
// kEncoderSteps times on the way; when it says false, training ends without a
// result.
std::optional<DenseRows> TrainEncoder(const TextCorpus& corpus,
                                      const SparseRows& readers,
                                      const EncoderOptions& options,
                                      uint64_t seed, int threads,
                                      const std::function<bool()>& step);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_ENCODER_TRAINING_H_
