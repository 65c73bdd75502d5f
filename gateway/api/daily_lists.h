#ifndef BROADSHEET_GATEWAY_API_DAILY_LISTS_H_
#define BROADSHEET_GATEWAY_API_DAILY_LISTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "common/call_context.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// Which part of the submitted lists is wanted, by numbers instead of tokens.
struct DailyQuery {
  // A day, week or month; empty: the latest days, the newest first.
  std::string period;
  std::string submitter;  // Empty: anybody.
  int skip = 0;
  int count = 0;
};

// Up to `count` papers after the first `skip`; fewer at the end. Without a
// period it goes back over as many days as it needs, up to a bound of calls
// beyond which the lists count as ended.
absl::StatusOr<std::vector<v1::SubmittedPaper>> TakeDaily(
    Backend& backend, const CallContext& call, const DailyQuery& query);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_DAILY_LISTS_H_
