#ifndef BROADSHEET_DIGEST_SCHEDULE_H_
#define BROADSHEET_DIGEST_SCHEDULE_H_

#include <string>

#include "absl/time/time.h"
#include "broadsheet/v1/digest.pb.h"

namespace broadsheet::digest {

// When an issue is due, and its name: "2026-11-23", or "2026-W48" by ISO 8601.
// A name stands for one local day or week, so that no clock change, however it
// goes, makes a second issue of it.
struct Slot {
  std::string issue;
  absl::Time at;
};

// The zone of the settings, or `standard`.
absl::TimeZone ZoneOf(const v1::DigestSettings& settings,
                      const absl::TimeZone& standard);

// The first slot after `now`, and the last one that is not after it. An hour
// that a clock change leaves out is due when the clocks have changed; one that
// comes twice, the first time.
Slot NextSlot(const v1::DigestSettings& settings, absl::Time now,
              const absl::TimeZone& standard);
Slot LatestSlot(const v1::DigestSettings& settings, absl::Time now,
                const absl::TimeZone& standard);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_SCHEDULE_H_
