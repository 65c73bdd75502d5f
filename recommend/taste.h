#ifndef BROADSHEET_RECOMMEND_TASTE_H_
#define BROADSHEET_RECOMMEND_TASTE_H_

#include <vector>

#include "absl/time/time.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

// A paper that a reader showed interest in, or dislike of.
struct Interest {
  DocId doc;
  double weight;  // InterestOf, less with age; below 0: dislike.
};

// What a reader's own events tell of their taste. It is worked out anew for
// each answer, which takes under a millisecond: nothing can be stale.
struct Taste {
  // The latest 256, latest first, ties by paper id. A weight halves when the
  // reader's newest event is 180 days newer.
  std::vector<Interest> interests;
  // The interests' mixture, as a query.
  ContentVector profile;
};

// `asked`: a text that the papers should be about; no terms: none.
Taste MakeTaste(const ReadModel& model, const Reader& reader,
                const std::vector<PaperTerm>& asked = {});

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TASTE_H_
