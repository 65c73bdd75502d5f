#ifndef BROADSHEET_RECOMMEND_EDITOR_CHOICE_H_
#define BROADSHEET_RECOMMEND_EDITOR_CHOICE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "recommend/list_item.h"
#include "recommend/read_model.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

using PaperNames = std::set<std::string>;

// The best `limit` papers announced on `day` (a DayNumber) that are not on its
// list yet, nor among the `refused`. The score of a paper, from 0 to 1, is
//
//   0.55 * interest + 0.3 * attention + 0.15 * completeness:
//
// - interest: content closeness to the 100 papers that have most attention of
//   all readers at `as_of`, relative to the day's closest;
// - attention: ln(1 + trend) of the paper itself, relative to the day's most;
// - completeness: has an abstract worth the name, tells of an acceptance or of
//   code, concerns several fields.
//
// At most a third of the list (at least 2) share a primary category, as long as
// there are others.
std::vector<ListItem> ChooseForDay(const ReadModel& model, ScoreMapPool* pool,
                                   int32_t day, absl::Time as_of, size_t limit,
                                   const PaperNames& refused);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EDITOR_CHOICE_H_
