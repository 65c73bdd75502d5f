#ifndef BROADSHEET_INGEST_SOURCE_LIST_H_
#define BROADSHEET_INGEST_SOURCE_LIST_H_

#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "ingest/harvest_runner.h"
#include "ingest/schedule.h"

namespace broadsheet::ingest {

// All sources: one for each of its schedules, with how that list stands, else
// one with how the list stands that was harvested last, if any was.
absl::StatusOr<v1::ListSourcesResponse> ListSources(
    const CallContext& call, const HarvestParts& parts,
    const std::vector<Schedule>& schedules, const HarvestRunner& runner);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCE_LIST_H_
