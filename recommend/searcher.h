#ifndef BROADSHEET_RECOMMEND_SEARCHER_H_
#define BROADSHEET_RECOMMEND_SEARCHER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/inverted_index.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// How one paper matches a query.
struct SearchHit {
  DocId doc = 0;
  double score = 0;
  double text = 0;      // The BM25F part.
  double coverage = 0;  // Share of the query's words that match.
  bool exact_title = false;
  bool exact_id = false;
};

struct SearchResult {
  std::vector<SearchHit> hits;
  // Papers that match every word of the query; when there are none, any word.
  // Papers of earlier pages count too.
  int64_t total = 0;
};

// Finds papers by words. A paper needs one word of the query; its BM25F score
// is multiplied by the share of the words that it matches (as Lucene's
// coordination factor), so that papers matching all words come first.
// A paper whose title is the query, or whose id it is, precedes all others.
// Stop words count only in titles, unless the query has no other words.
class Searcher {
 public:
  // Both must outlive this.
  Searcher(const ReadModel* model, ScoreMapPool* pool)
      : model_(model), pool_(pool) {}

  // The best `limit` that `filter` admits.
  SearchResult Search(std::string_view query, const Filter& filter,
                      size_t limit) const;
  // How one paper matches, listed or not.
  SearchHit Match(std::string_view query, DocId doc) const;

 private:
  // A written word of the query: matched by all of its parts, or joined.
  struct QueryWord {
    uint32_t parts = 0;
    uint32_t joined = 0;
  };
  struct Query {
    std::vector<WeightedTerm> terms;  // In an order free of history.
    std::vector<QueryWord> words;     // Those that must match.
    std::string title_key;
    std::string paper_id;
  };

  Query Prepare(std::string_view text) const;
  static double Coverage(const Query& query, uint32_t marks);
  // Without the bonus.
  static SearchHit MakeHit(const Query& query, const ScoreMap& scores,
                           DocId doc);
  // Marks and lifts a hit whose title is the query, or whose id it is.
  void AddBonus(const Query& query, SearchHit* hit) const;
  void AddExact(const Query& query, const Filter& filter,
                std::vector<DocId>* docs) const;

  const ReadModel* model_;
  ScoreMapPool* pool_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCHER_H_
