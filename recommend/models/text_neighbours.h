#ifndef BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_
#define BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "recommend/models/factors.h"
#include "recommend/models/sparse_rows.h"
#include "recommend/models/text_corpus.h"

namespace broadsheet::recommend {

// Writes the text vector of an item by the vectors of its terms, as TextEncoder
// makes it; false when it has none.
bool EncodeItem(const TextCorpus& corpus, const DenseRows& terms, size_t item,
                std::span<float> vector);

// The `count` items of the closest text vectors to each item that `wanted` has,
// among the best known ones alone (their interactions): work grows with the
// items. A row for each item; products are the values.
SparseRows TextNeighbours(const TextCorpus& corpus, const DenseRows& terms,
                          const std::vector<uint32_t>& interactions,
                          const std::vector<bool>& wanted, size_t count,
                          int threads);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TEXT_NEIGHBOURS_H_
