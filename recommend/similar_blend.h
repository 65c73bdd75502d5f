#ifndef BROADSHEET_RECOMMEND_SIMILAR_BLEND_H_
#define BROADSHEET_RECOMMEND_SIMILAR_BLEND_H_

#include <vector>

#include "recommend/list_item.h"
#include "recommend/models/helpers.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/score_map.h"
#include "recommend/serving_model.h"

namespace broadsheet::recommend {

// A paper's terms that look for others like it.
inline constexpr size_t kQueryTerms = 96;
// Papers that each score puts up, at least.
inline constexpr size_t kNominated = 500;

// What a list is made with. Pointers.
struct ListMeans {
  ScoreMapPool* pool;
  // The trained model; null: there is none.
  const ServingModel* serving;
  // They do a part of the work; null: nobody does.
  Helpers* helpers = nullptr;
};

// Papers like `doc` by terms, text vectors and factors: the first two and the
// model's item-item weights put up their best (factors where these are few),
// all are scored by each of the three and by their readers, and the z-scores
// are added up by kSimilarBlend. Empty when the model knows nothing of the
// paper; there must be one.
std::vector<ListItem> BlendedSimilar(const ReadModel& model,
                                     const ListMeans& means,
                                     const Filter& filter, DocId doc,
                                     size_t limit);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SIMILAR_BLEND_H_
