#ifndef BROADSHEET_RECOMMEND_TRAINER_STORED_COUNTS_H_
#define BROADSHEET_RECOMMEND_TRAINER_STORED_COUNTS_H_

#include <cstdint>

namespace broadsheet::recommend {

// How much storage holds: all papers, withdrawn ones too, and all events.
struct StoredCounts {
  int64_t papers = 0;
  int64_t events = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_STORED_COUNTS_H_
