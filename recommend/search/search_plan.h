#ifndef BROADSHEET_RECOMMEND_SEARCH_SEARCH_PLAN_H_
#define BROADSHEET_RECOMMEND_SEARCH_SEARCH_PLAN_H_

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "recommend/read_model.h"
#include "recommend/search/coverage.h"
#include "recommend/search/match.h"
#include "recommend/search/query.h"
#include "recommend/search/top_scorer.h"

namespace broadsheet::recommend {

inline constexpr TermId kNoTerm = std::numeric_limits<TermId>::max();

// A query made ready for one state of the read model.
struct SearchPlan {
  SearchPlan();

  // What to score by.
  std::vector<ScoredTerm> terms;
  Coverage coverage;
  // A paper should have these words; it must have those, and none of the
  // excluded ones.
  std::vector<MatchGroup> words;
  std::vector<MatchGroup> required;
  std::vector<MatchGroup> excluded;
  // Neighbours in the query, with the lesser of their weights.
  struct Pair {
    TermId first;
    TermId second;
    float weight;
  };
  std::vector<Pair> pairs;
  // The words in the query's order, kNoTerm for one that no paper has.
  std::vector<TermId> in_order;

  QueryFilters filters;
  QuerySort sort = QuerySort::kNone;
  std::vector<std::string> notes;

  // What the whole text may be: a title (its key), ids, a name.
  std::string title_key;
  std::vector<DocId> by_id;
  std::optional<AuthorId> author;
  // The index terms of all words that may be there, to mark them.
  std::vector<std::string> marked;
  // The index terms of the words, the corrected instead of the written ones: to
  // tell what the query means.
  std::vector<std::string> meaning;
  // The text with its spelling corrected; empty when nothing is.
  std::string did_you_mean;

  // Nothing to look for by words.
  bool wordless() const { return words.empty() && required.empty(); }
};

// Parts that a caller may switch off.
struct SearchParts {
  bool exact = true;
  bool phrases = true;
  bool priors = true;
  bool personal = true;
  bool semantic = true;
  bool spelling = true;
};

// Terms that score: the weightiest 32 of a query.
SearchPlan MakeSearchPlan(const ReadModel& model, std::string_view text,
                          Query query, const SearchParts& parts);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_SEARCH_PLAN_H_
