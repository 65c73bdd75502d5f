#include "gateway/balancer/house_health.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/balancer/call_rules.h"

namespace broadsheet::gateway {

absl::Status HouseHealth::Begin(absl::Time now) {
  std::lock_guard lock(mu_);
  if (!health_.Usable(now)) {
    return MakeError(absl::StatusCode::kUnavailable, "HOUSE_HANGS",
                     absl::StrCat(name_, " does not answer in time"));
  }
  health_.Began();
  return absl::OkStatus();
}

void HouseHealth::End(const absl::Status& status, bool impatient,
                      absl::Time now) {
  const CallOutcome outcome = Judge(
      status, impatient ? absl::ZeroDuration() : absl::InfiniteDuration());
  std::lock_guard lock(mu_);
  health_.Record(outcome, now);
}

}  // namespace broadsheet::gateway
