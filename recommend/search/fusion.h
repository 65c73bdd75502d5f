#ifndef BROADSHEET_RECOMMEND_SEARCH_FUSION_H_
#define BROADSHEET_RECOMMEND_SEARCH_FUSION_H_

#include <functional>
#include <span>
#include <vector>

#include "recommend/models/paper_vectors.h"
#include "recommend/models/text_encoder.h"
#include "recommend/search/search_plan.h"
#include "recommend/search/top_scorer.h"

namespace broadsheet::recommend {

// Where closeness in meaning comes from: the vectors of the papers (null: there
// are none), and the encoder that makes one of the query, or, when an embedding
// server has made it already, that one.
struct SemanticTexts {
  const TextEncoder* encoder = nullptr;
  const PaperVectors* vectors = nullptr;
  std::span<const float> query;
};

// A paper with what closeness in meaning adds to its score.
struct FusedHit {
  TextHit text;
  double semantic = 0;
};

// Adds the papers closest in meaning to the best by words, and says what
// meaning adds to the score of each. Over the union of both lists, each list's
// scores are brought to mean 0 and deviation 1 (which measured better than
// reciprocal ranks); meaning then counts 0.6 of words, less in a query of fewer
// than 10 words, which mostly recalls words of a paper:
//
//   semantic = 0.6 * min(1, words / 10)
//                  * deviation of word scores * (s - mean(s)) / deviation(s)
//
// In the unit of the word scores (1 when these are all alike), so that
// everything else adds up as without it. Without an encoder, or when it knows
// none of the words, 0 throughout.
std::vector<FusedHit> FuseByMeaning(const SemanticTexts& texts,
                                    const SearchPlan& plan,
                                    const TopScorer& scorer,
                                    const TopScorer::Request& request,
                                    std::vector<TextHit> by_words);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_FUSION_H_
