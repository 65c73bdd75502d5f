#ifndef BROADSHEET_GATEWAY_BALANCER_CALL_RULES_H_
#define BROADSHEET_GATEWAY_BALANCER_CALL_RULES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/balancer/replica_health.h"

namespace broadsheet::gateway {

// Of one call, first and second askings together.
inline constexpr size_t kMostAttempts = 4;

struct CallLimits {
  absl::Duration time;
  // Whether a slow call may be asked of a second replica as well: not when it
  // costs seconds of work.
  bool hedge = true;
};

// Whether another replica, or the same one a little later, may do better.
bool MayTryElsewhere(const absl::Status& status);

// What the end of a call tells about its replica.
CallOutcome Judge(const absl::Status& status, absl::Duration took);

// How long to wait when all replicas have been asked, before attempt number
// `attempts`, counted from 0.
absl::Duration PauseBefore(size_t attempts);

// UNAVAILABLE (NO_RECOMMENDER).
absl::Status NoRecommender();

// True when the answer may have to wait until a position is reached.
template <class Request>
bool AsksForPosition(const Request& request) {
  if constexpr (requires { request.has_min_position(); }) {
    return request.has_min_position();
  } else {
    return false;
  }
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_CALL_RULES_H_
