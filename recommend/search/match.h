#ifndef BROADSHEET_RECOMMEND_SEARCH_MATCH_H_
#define BROADSHEET_RECOMMEND_SEARCH_MATCH_H_

#include <functional>
#include <vector>

#include "recommend/inverted_index.h"

namespace broadsheet::recommend {

// Terms that a paper has all of, in one of the fields each.
struct MatchAlternative {
  std::vector<TermId> terms;  // At least one.
  FrequencyCode fields = kAllFields;
  // Side by side, in this order.
  bool phrase = false;
};

// Matches when any alternative does; without alternatives never.
struct MatchGroup {
  std::vector<MatchAlternative> any_of;
};

// By the words that the index keeps for the paper.
bool Matches(const InvertedIndex& index, const MatchGroup& group, DocId doc);

// Visits the papers that match each of the groups (at least one), each once, by
// number, until `visit` answers false. Goes through the papers of the rarest
// group and looks for them in the others.
void VisitMatches(const InvertedIndex& index,
                  const std::vector<const MatchGroup*>& groups,
                  const std::function<bool(DocId)>& visit);

// The same for papers that match any of the groups.
void VisitUnion(const InvertedIndex& index,
                const std::vector<const MatchGroup*>& groups,
                const std::function<bool(DocId)>& visit);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_MATCH_H_
