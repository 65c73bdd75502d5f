#include "recommend/common_lists.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "recommend/attention.h"
#include "recommend/candidate_source.h"
#include "recommend/explainer.h"

namespace broadsheet::recommend {
namespace {

// visit(doc, day) for admitted papers announced by `last`: all of the newest
// days that have `wanted` together, and maybe more.
template <class Visit>
void VisitNewest(const ReadModel& model, const Filter& filter, int32_t last,
                 size_t wanted, const Visit& visit) {
  const Catalogue& catalogue = model.catalogue();
  if (const auto few = filter.Few()) {
    for (const DocId doc : *few) {
      const int32_t day = catalogue.Get(doc).announced;
      if (day == kNoDay || day > last || !filter.Admits(doc)) continue;
      visit(doc, day);
    }
    return;
  }
  size_t found = 0;
  catalogue.VisitDays(last, [&](int32_t day, const std::vector<DocId>& docs) {
    for (const DocId doc : docs) {
      if (!filter.Admits(doc)) continue;
      visit(doc, day);
      ++found;
    }
    return found < wanted;
  });
}

// Adds `limit` papers that are not among `*items`.
void AddFresh(const ReadModel& model, const Filter& filter, absl::Time as_of,
              size_t limit, std::vector<ListItem>* items) {
  const int32_t today = DayOf(as_of);
  absl::flat_hash_set<DocId> trending;
  for (const ListItem& item : *items) trending.insert(item.doc);
  TopList fresh(&model.catalogue(), limit);
  VisitNewest(
      model, filter, today + 1, limit + trending.size(),
      [&](DocId doc, int32_t day) {
        if (trending.contains(doc)) return;
        fresh.Offer({doc, std::min(0.0, static_cast<double>(day - today))});
      });
  for (const ScoredDoc& doc : fresh.Take()) {
    items->push_back({doc.doc, doc.score, FreshReason(model, doc.doc), {}});
  }
}

}  // namespace

std::vector<ListItem> TrendingList(const ReadModel& model, const Filter& filter,
                                   absl::Time as_of, size_t limit) {
  TopList top(&model.catalogue(), limit);
  for (const auto& [doc, score] : MostAttended(model, filter, limit, as_of)) {
    top.Offer({doc, score});
  }
  std::vector<ListItem> items;
  for (const ScoredDoc& doc : top.Take()) {
    items.push_back({doc.doc,
                     doc.score,
                     TrendingReason(model, doc.doc),
                     {{"attention", doc.score}}});
  }
  if (items.size() < limit) {
    AddFresh(model, filter, as_of, limit - items.size(), &items);
  }
  return items;
}

std::vector<ListItem> SimilarList(const ReadModel& model,
                                  const ListMeans& means, const Filter& filter,
                                  DocId doc, size_t limit) {
  if (means.serving != nullptr) {
    auto items = BlendedSimilar(model, means, filter, doc, limit);
    if (!items.empty()) return items;
  }
  const ContentVector query = model.content().VectorOf(doc, kQueryTerms);
  const double ceiling = model.content().Ceiling(query);
  const auto scores = means.pool->Take(model.catalogue().size());
  model.content().Score(query, &*scores);
  const auto admits = [&](DocId d) { return d != doc && filter.Admits(d); };
  std::vector<DocId> docs;
  for (const ScoredDoc& other :
       BestOf(model.catalogue(), *scores, std::max(kNominated, 2 * limit),
              admits)) {
    docs.push_back(other.doc);
  }
  model.content().Complete(query, docs, &*scores);
  TopList top(&model.catalogue(), limit);
  for (const DocId other : docs) {
    top.Offer({other, scores->Score(other) / ceiling});
  }
  std::vector<ListItem> items;
  for (const ScoredDoc& other : top.Take()) {
    items.push_back({other.doc,
                     other.score,
                     SimilarReason(model, doc),
                     {{"content", other.score}}});
  }
  return items;
}

}  // namespace broadsheet::recommend
