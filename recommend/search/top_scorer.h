#ifndef BROADSHEET_RECOMMEND_SEARCH_TOP_SCORER_H_
#define BROADSHEET_RECOMMEND_SEARCH_TOP_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "recommend/inverted_index.h"
#include "recommend/search/coverage.h"

namespace broadsheet::recommend {

// A term to score by. At most 32 of them make a query.
struct ScoredTerm {
  TermId term = 0;
  float weight = 0;   // Its idf inside; above 0.
  uint32_t mark = 1;  // One bit.
  // Occurrences elsewhere do not count.
  FrequencyCode fields = kAllFields;
};

// A paper found by words.
struct TextHit {
  DocId doc = 0;
  // The sum of the terms' parts, times the coverage factor.
  double score = 0;
  // Of the sum alone; exact, a multiple of 2^-16.
  double text = 0;
  uint32_t marks = 0;  // Of the terms that match.
};

// The best papers by BM25F times coverage, with at least one of the terms.
//
// Exact, and yet most postings are leapt over (MaxScore: H. Turtle, J. Flood,
// IP&M 1995; with bounds by block: S. Ding, T. Suel, SIGIR 2011): papers are
// taken in windows of numbers; terms that cannot lift a paper over the worst of
// the best ones found so far, even all together, only complete the scores of
// papers that other terms found. Parts of scores are integers: sums do not
// depend on the order in which this works, nor on how postings lie in blocks.
class TopScorer {
 public:
  struct Request {
    std::vector<ScoredTerm> terms;
    const Coverage* coverage = nullptr;
    size_t limit = 10;
    // Which papers may be found; asked of good ones only.
    std::function<bool(DocId)> admits;
    // True: `a` goes before `b`, of papers with equal scores.
    std::function<bool(DocId a, DocId b)> before;
    // Asked now and then: true ends the search with what it has.
    std::function<bool()> out_of_time;
  };
  struct Result {
    std::vector<TextHit> hits;  // Best first.
    bool partial = false;       // Ended by out_of_time.
  };

  // `index` must outlive this and stay unchanged during calls.
  explicit TopScorer(const InvertedIndex* index) : index_(index) {}

  Result Find(const Request& request) const;
  // How one paper matches, listed or not.
  TextHit Score(const Request& request, DocId doc) const;

 private:
  const InvertedIndex* index_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_TOP_SCORER_H_
