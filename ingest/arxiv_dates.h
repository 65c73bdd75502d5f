#ifndef BROADSHEET_INGEST_ARXIV_DATES_H_
#define BROADSHEET_INGEST_ARXIV_DATES_H_

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"

namespace broadsheet::ingest {

// The month in which an arXiv id was given out, 2407 of "2407.21783v2" and of
// "math/2407001"; nothing for other ids.
std::optional<absl::CivilMonth> MonthOfArxivId(std::string_view id);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ARXIV_DATES_H_
