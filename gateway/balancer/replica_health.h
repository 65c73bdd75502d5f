#ifndef BROADSHEET_GATEWAY_BALANCER_REPLICA_HEALTH_H_
#define BROADSHEET_GATEWAY_BALANCER_REPLICA_HEALTH_H_

#include "absl/time/time.h"

namespace broadsheet::gateway {

// What a call told about the replica that it went to.
enum class CallOutcome { kAnswered, kFailed, kNothing };

// Whether a replica should get calls, judged by how its calls ended. Failures
// in a row eject it for a while that doubles each time; afterwards one call at
// a time may try it, and an answer takes it back. This notices what a
// connection cannot: a process that hangs and still holds its sockets. Not
// thread-safe.
class ReplicaHealth {
 public:
  static constexpr int kStrikes = 3;
  static constexpr absl::Duration kFirstEjection = absl::Seconds(1);
  static constexpr absl::Duration kLongestEjection = absl::Seconds(4);

  bool Usable(absl::Time now) const;
  // Ejected, and not yet taken back.
  bool ejected() const { return strikes_ >= kStrikes; }

  // Each call: first Began, then Record.
  void Began();
  void Record(CallOutcome outcome, absl::Time now);

 private:
  void Fail(absl::Time now);

  int strikes_ = 0;    // Failures in a row.
  int ejections_ = 0;  // In a row.
  absl::Time until_ = absl::InfinitePast();
  bool on_trial_ = false;  // An ejected replica is being tried.
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_REPLICA_HEALTH_H_
