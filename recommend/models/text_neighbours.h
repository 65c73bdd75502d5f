#ifndef BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_
#define BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "recommend/models/centre_training.h"
#include "recommend/models/factors.h"
#include "recommend/models/sparse_rows.h"
#include "recommend/models/text_corpus.h"

namespace broadsheet::recommend {

// Writes the text vector of an item by the vectors of its terms, as TextEncoder
// makes it; false when it has none.
bool EncodeItem(const TextCorpus& corpus, const DenseRows& terms, size_t item,
                std::span<float> vector);

// The items that most readers know (their interactions), kAnchors at most; ties
// by number. Papers that training did not see take their factors from those,
// too.
inline constexpr size_t kAnchors = 8'192;
std::vector<uint32_t> BestKnown(const std::vector<uint32_t>& interactions);

// The `count` items of the closest text vectors, of `dimension` values, to each
// item that `wanted` has, among the best known ones alone: work grows with the
// items, not with their square. A row for each item; products are the values.
// `step` is called `steps` times; when it says false, there is no result.
std::optional<SparseRows> TextNeighbours(
    size_t dimension, const VectorOf& text,
    const std::vector<uint32_t>& interactions, const std::vector<bool>& wanted,
    size_t count, size_t steps, int threads, const std::function<bool()>& step);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_
