#ifndef BROADSHEET_RECOMMEND_SEARCH_HIT_SCORER_H_
#define BROADSHEET_RECOMMEND_SEARCH_HIT_SCORER_H_

#include <optional>

#include "absl/time/time.h"
#include "recommend/content_model.h"
#include "recommend/read_model.h"
#include "recommend/reader_store.h"
#include "recommend/search/search_plan.h"
#include "recommend/search/top_scorer.h"

namespace broadsheet::recommend {

// How one paper matches a query, part by part.
struct SearchHit {
  DocId doc = 0;
  double score = 0;
  double text = 0;      // The BM25F part.
  double coverage = 0;  // Share of the query's words that match.
  // Share of the query's neighbours that are some; of a single word, whether it
  // is written so.
  double phrases = 0;
  double in_order = 0;    // Share of the query's words in its order.
  double recency = 0;     // 1 today, falling with age.
  double popularity = 0;  // 0 to 1, from upvotes.
  double personal = 0;    // Closeness to the reader's taste, 0 to 1.
  double semantic = 0;    // What closeness in meaning adds.
  bool exact_title = false;
  bool exact_id = false;
  bool exact_author = false;
};

// Adds to the score of words what else speaks for a paper:
//
//   score = text * coverage factor * (1 + 0.5 phrases + in_order^4
//           + 0.04 recency + 0.04 popularity + 0.15 personal) + semantic
//           + 1,000 exact author + 10,000 exact title + 100,000 exact id.
//
// in_order counts the longest run of the query's words, three or more, that
// follow one another in a field with at most two other words between them. Its
// power tells a text that somebody remembers from one that shares a turn of
// phrase with a long query.
class HitScorer {
 public:
  struct Options {
    SearchParts parts;
    // What recency counts from.
    absl::Time as_of;
    // Whose taste lifts papers; null: nobody's.
    const Reader* reader = nullptr;
  };

  // Both must outlive this.
  HitScorer(const ReadModel& model, const SearchPlan& plan,
            const Options& options);

  SearchHit Complete(const TextHit& text, double semantic) const;

 private:
  double Phrases(DocId doc) const;
  double InOrder(DocId doc) const;
  double Recency(DocId doc) const;
  double Popularity(DocId doc) const;
  void AddExact(SearchHit* hit) const;

  const ReadModel& model_;
  const SearchPlan& plan_;
  const Options options_;
  std::optional<Cosines> taste_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_HIT_SCORER_H_
