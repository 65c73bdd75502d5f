#ifndef BROADSHEET_RECOMMEND_ATTENTION_H_
#define BROADSHEET_RECOMMEND_ATTENTION_H_

#include <cstddef>
#include <vector>

#include "absl/time/time.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/trend_counters.h"

namespace broadsheet::recommend {

// The `limit` admitted papers of most attention at `as_of`, and maybe more; in
// no particular order. Where a filter lets few papers in, these are looked at
// one by one, and not all papers that have attention.
std::vector<TrendCounters::Attention> MostAttended(const ReadModel& model,
                                                   const Filter& filter,
                                                   size_t limit,
                                                   absl::Time as_of);

// The `limit` of these in one of `categories`, among the papers of most
// attention in all fields: a few thousand are looked at.
std::vector<TrendCounters::Attention> MostAttendedIn(
    const std::vector<CategoryId>& categories, const ReadModel& model,
    const Filter& filter, size_t limit, absl::Time as_of);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ATTENTION_H_
