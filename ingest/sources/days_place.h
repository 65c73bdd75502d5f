#ifndef BROADSHEET_INGEST_SOURCES_DAYS_PLACE_H_
#define BROADSHEET_INGEST_SOURCES_DAYS_PLACE_H_

#include <string>

#include "absl/time/time.h"
#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// For sources that are asked for days: `from` to `latest_day` of the place. The
// first day is the request's, else that up to which was read, else yesterday;
// the last one the request's, else today (UTC).
HarvestPlace PlaceOfDays(const v1::RunHarvestRequest& request,
                         const std::string& covered_until, absl::Time now);
std::string DescribeDays(const HarvestPlace& place);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_DAYS_PLACE_H_
