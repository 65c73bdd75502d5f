#ifndef BROADSHEET_RECOMMEND_COMMON_LISTS_H_
#define BROADSHEET_RECOMMEND_COMMON_LISTS_H_

#include <vector>

#include "absl/time/time.h"
#include "recommend/list_item.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/similar_blend.h"

namespace broadsheet::recommend {

// Papers by time-decayed attention at `as_of`; when they are too few, then the
// newest ones, whose scores are their ages in days below 0.
std::vector<ListItem> TrendingList(const ReadModel& model, const Filter& filter,
                                   absl::Time as_of, size_t limit);

// Papers like `doc`: with a trained model the z-scores of terms, of text
// vectors and of factors (models/blend.h, kSimilarBlend); without one by terms
// alone, from 0 to about 1.
std::vector<ListItem> SimilarList(const ReadModel& model,
                                  const ListMeans& means, const Filter& filter,
                                  DocId doc, size_t limit);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_COMMON_LISTS_H_
