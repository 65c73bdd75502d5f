#ifndef BROADSHEET_RECOMMEND_EVENT_WEIGHTS_H_
#define BROADSHEET_RECOMMEND_EVENT_WEIGHTS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "broadsheet/v1/event.pb.h"

namespace broadsheet::recommend {

// What one reader's event of each kind adds to a paper's attention, by which
// papers trend: 0 to 1,000. Whole numbers, so that sums do not depend on their
// order.
struct EventWeights {
  int64_t upvote = 4;
  int64_t save = 4;
  int64_t share = 3;
  int64_t read = 2;
  int64_t click = 1;
  int64_t view = 1;

  // 0 for all other kinds.
  int64_t Of(v1::EventKind kind) const;
};

// "upvote=5,save=3": kinds that are not named keep their standard weight; empty
// names none. INVALID_ARGUMENT says which part breaks which rule.
absl::StatusOr<EventWeights> ParseEventWeights(std::string_view text);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EVENT_WEIGHTS_H_
