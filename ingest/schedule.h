#ifndef BROADSHEET_INGEST_SCHEDULE_H_
#define BROADSHEET_INGEST_SCHEDULE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// When a source is harvested by itself.
struct Schedule {
  // As RunHarvestRequest.
  std::string source;
  std::string set;
  absl::Duration interval;
  // Time of day (UTC) at which one of the runs is, when it was given.
  std::optional<absl::Duration> at;
};

// "arxiv-oai=6h:cs": every six hours, set cs. "arxiv-rss=24h@04:30:cs.CL": each
// day at 04:30 UTC. "hf-daily=1h". Several are parted by commas. Intervals are
// of a minute to 366 days. INVALID_ARGUMENT names the flag, the part and the
// rule.
absl::StatusOr<std::vector<Schedule>> ParseSchedules(const std::string& text,
                                                     const Sources& sources);

// What it asks for; without a request_id.
v1::RunHarvestRequest RequestOf(const Schedule& schedule,
                                const HarvestSource& source);

// When the next harvest is due, after one that began at `last_start`; runs that
// were missed are one. Without any before: at once, as the run of `now`.
absl::Time NextRun(const Schedule& schedule,
                   std::optional<absl::Time> last_start, absl::Time now);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SCHEDULE_H_
