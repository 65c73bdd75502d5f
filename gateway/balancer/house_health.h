#ifndef BROADSHEET_GATEWAY_BALANCER_HOUSE_HEALTH_H_
#define BROADSHEET_GATEWAY_BALANCER_HOUSE_HEALTH_H_

#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/balancer/replica_health.h"

namespace broadsheet::gateway {

// A circuit breaker for the reads of a house that is one channel: while they
// run into the gateway's own limit one after the other, further ones fail at
// once, so that a page does not wait for each. Writes are always tried.
// Thread-safe.
class HouseHealth {
 public:
  explicit HouseHealth(std::string name) : name_(std::move(name)) {}

  // UNAVAILABLE (HOUSE_HANGS) while the house is left alone; else a call
  // begins, and End must follow.
  absl::Status Begin(absl::Time now);
  // `impatient`: the caller's own deadline came before the limit.
  void End(const absl::Status& status, bool impatient, absl::Time now);

 private:
  const std::string name_;
  std::mutex mu_;
  ReplicaHealth health_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_HOUSE_HEALTH_H_
