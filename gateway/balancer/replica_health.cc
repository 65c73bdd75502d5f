#include "gateway/balancer/replica_health.h"

#include <algorithm>

namespace broadsheet::gateway {

bool ReplicaHealth::Usable(absl::Time now) const {
  return !ejected() || (now >= until_ && !on_trial_);
}

void ReplicaHealth::Began() { on_trial_ = on_trial_ || ejected(); }

void ReplicaHealth::Record(CallOutcome outcome, absl::Time now) {
  switch (outcome) {
    case CallOutcome::kAnswered:
      *this = ReplicaHealth();
      break;
    case CallOutcome::kFailed:
      Fail(now);
      break;
    case CallOutcome::kNothing:
      on_trial_ = false;
  }
}

void ReplicaHealth::Fail(absl::Time now) {
  // Calls that began before the ejection say nothing new about it.
  if (ejected() && !on_trial_) return;
  on_trial_ = false;
  strikes_ = std::min(strikes_ + 1, kStrikes);
  if (!ejected()) return;
  absl::Duration length = kFirstEjection;
  for (int i = 0; i < ejections_ && length < kLongestEjection; ++i) length *= 2;
  until_ = now + std::min(length, kLongestEjection);
  ++ejections_;
}

}  // namespace broadsheet::gateway
