#ifndef BROADSHEET_GATEWAY_API_HF_QUERY_H_
#define BROADSHEET_GATEWAY_API_HF_QUERY_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/query.h"

namespace broadsheet::gateway {

// The parameters of /api/daily_papers.
struct HfDailyQuery {
  int page = 0;  // "p".
  int limit = 50;
  std::string period;  // "date", "week" or "month".
  std::string submitter;
  bool trending = false;  // sort=trending
};

// INVALID_ARGUMENT names the parameter: not a number, out of range, not a day,
// two periods, an unknown order. Unknown parameters are ignored, as there.
absl::StatusOr<HfDailyQuery> ParseHfDailyQuery(const QueryParams& query);

// A whole number of `low` to `high`; `missing` when there is none.
absl::StatusOr<int> ParseHfNumber(const QueryParams& query,
                                  const std::string& name, int low, int high,
                                  int missing);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_QUERY_H_
