#ifndef BROADSHEET_RECOMMEND_READER_VECTORS_H_
#define BROADSHEET_RECOMMEND_READER_VECTORS_H_

#include <span>
#include <vector>

#include "recommend/serving_model.h"
#include "recommend/taste.h"

namespace broadsheet::recommend {

// A reader in the spaces of a model, worked out from their own papers for each
// answer (some 0.1 ms), so that nothing can be stale.
struct ReaderVectors {
  // Of factor_dimension(); empty: nothing they like has factors.
  std::vector<float> factors;
  // Of the texts' dimension; empty likewise.
  std::vector<float> text;
};

// `interests` as in Taste: below 0 for what is disliked, which moves the
// vectors away. `text`: a vector of what the reader asks for, or empty. `ease`
// as in Model::FoldIn.
ReaderVectors FoldIn(const ServingModel& serving,
                     const std::vector<Interest>& interests,
                     std::span<const float> text, float ease = 1);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_READER_VECTORS_H_
