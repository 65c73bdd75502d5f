#ifndef BROADSHEET_COMMON_DAYS_H_
#define BROADSHEET_COMMON_DAYS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace broadsheet {

// "2026-11-23", a real day of the years 1900 to 2200. INVALID_ARGUMENT whose
// message is a rule ("is not a day; write YYYY-MM-DD").
absl::StatusOr<absl::CivilDay> ParseDay(std::string_view text);
std::string FormatDay(absl::CivilDay day);

// A day, an ISO 8601 week ("2026-W47", Monday to Sunday) or a month
// ("2026-11"), as lists are named.
struct Period {
  enum class Kind { kDay, kWeek, kMonth };
  Kind kind;
  absl::CivilDay first;
  absl::CivilDay last;  // Included.
};

absl::StatusOr<Period> ParsePeriod(std::string_view text);
std::string FormatPeriod(const Period& period);
// The period of that kind that contains `day`.
Period PeriodOf(Period::Kind kind, absl::CivilDay day);
Period PreviousPeriod(const Period& period);
Period NextPeriod(const Period& period);

// Which day it is where the feed appears. `zone` is an IANA name such as
// "America/New_York"; INVALID_ARGUMENT when tzdata does not know it.
absl::StatusOr<absl::TimeZone> LoadZone(const std::string& zone);
absl::CivilDay DayAt(absl::Time time, const absl::TimeZone& zone);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_DAYS_H_
