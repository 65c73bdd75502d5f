#include "ingest/sources/days_place.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/sizes.h"

namespace broadsheet::ingest {

HarvestPlace PlaceOfDays(const v1::RunHarvestRequest& request,
                         const std::string& covered_until, absl::Time now) {
  const absl::CivilDay today = absl::ToCivilDay(now, absl::UTCTimeZone());
  HarvestPlace place;
  place.set_latest_day(request.until().empty() ? FormatDay(today)
                                               : request.until());
  if (!request.from().empty()) {
    place.set_from(request.from());
  } else {
    place.set_from(covered_until.empty() ? FormatDay(today - 1)
                                         : covered_until);
  }
  // A request may end before what was read.
  place.set_from(std::min(place.from(), place.latest_day()));
  return place;
}

std::string DescribeDays(const HarvestPlace& place) {
  return absl::StrCat(WithCommas(place.offset()), " records, day ",
                      place.from(), " of up to ", place.latest_day());
}

}  // namespace broadsheet::ingest
