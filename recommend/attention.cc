#include "recommend/attention.h"

namespace broadsheet::recommend {
namespace {

// Under a millisecond's work.
constexpr size_t kLooks = 2000;

}  // namespace

std::vector<TrendCounters::Attention> MostAttended(const ReadModel& model,
                                                   const Filter& filter,
                                                   size_t limit,
                                                   absl::Time as_of) {
  const TrendCounters& trends = model.trends();
  const auto few = filter.Few();
  if (!few) {
    return trends.Best(limit, as_of,
                       [&](DocId doc) { return filter.Admits(doc); });
  }
  const double moment = trends.At(as_of);
  std::vector<TrendCounters::Attention> attended;
  for (const DocId doc : *few) {
    const double score = trends.ScoreAt(doc, moment);
    if (score > 0 && filter.Admits(doc)) attended.push_back({doc, score});
  }
  return attended;
}

std::vector<TrendCounters::Attention> MostAttendedIn(
    const std::vector<CategoryId>& categories, const ReadModel& model,
    const Filter& filter, size_t limit, absl::Time as_of) {
  return model.trends().Best(
      limit, as_of,
      [&](DocId doc) {
        return model.catalogue().Get(doc).IsInAny(categories) &&
               filter.Admits(doc);
      },
      kLooks);
}

}  // namespace broadsheet::recommend
