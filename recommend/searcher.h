#ifndef BROADSHEET_RECOMMEND_SEARCHER_H_
#define BROADSHEET_RECOMMEND_SEARCHER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/search/fusion.h"
#include "recommend/search/hit_scorer.h"

namespace broadsheet::recommend {

struct SearchOptions {
  SearchParts parts;
  // Refuse what does not parse.
  bool strict = false;
  // When the query itself says none.
  QuerySort sort = QuerySort::kNone;
  bool facets = false;
  // What recency counts from.
  absl::Time as_of;
  // Whose taste lifts papers; null: nobody's.
  const Reader* reader = nullptr;
  // Null: words alone rank.
  SemanticTexts semantic;
  size_t limit = 20;
  // Papers of earlier pages, which count but are not listed again.
  PaperKeys served;
  // True ends the search with the best found so far; empty: never.
  std::function<bool()> out_of_time;
};

struct SearchResult {
  std::vector<SearchHit> hits;
  // Papers that match every word of the query; exact up to 10,000, else at
  // least that, as when the time ran out.
  int64_t total = 0;
  // Of the papers that match every word; when there are none, any word.
  std::vector<v1::Facet> facets;
  // What was not understood or left out.
  std::vector<std::string> notes;
  std::string did_you_mean;
  bool partial = false;
  // To highlight: see SearchPlan.
  std::vector<std::string> marked;
};

// Finds papers by a query (search/query_parser.h). A paper needs one word of
// it, all phrases and all words of named fields. Its BM25F score is multiplied
// by a factor that grows with the share of the words that it matches, so that
// papers matching all words mostly come first, and mildly by what else speaks
// for it (README.md). A paper whose id is the query precedes those whose title
// it is, and these those of an author whose name it is. Stop words count only
// in titles, unless the query has no other words.
class Searcher {
 public:
  // `model` must outlive this.
  explicit Searcher(const ReadModel* model) : model_(model) {}

  // The best that `filter` admits. INVALID_ARGUMENT (field "query") only when
  // options.strict.
  absl::StatusOr<SearchResult> Search(std::string_view query,
                                      const Filter& filter,
                                      const SearchOptions& options) const;
  // How one paper matches, listed or not.
  SearchHit Match(std::string_view query, DocId doc,
                  const SearchOptions& options) const;

 private:
  const ReadModel* model_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCHER_H_
