#ifndef BROADSHEET_GATEWAY_BALANCER_HEDGE_POLICY_H_
#define BROADSHEET_GATEWAY_BALANCER_HEDGE_POLICY_H_

#include <mutex>

#include "absl/time/time.h"

namespace broadsheet::gateway {

// When a call that has no answer yet is asked of a second replica as well, and
// how often at most (J. Dean, L. Barroso, *The Tail at Scale*, CACM 2013).
// Thread-safe.
class HedgePolicy {
 public:
  struct Options {
    // The delay is twice the estimated 95th percentile, within these.
    absl::Duration least = absl::Milliseconds(20);
    absl::Duration most = absl::Milliseconds(500);
    // Second calls as a share of all, and how many may be saved up.
    double share = 0.05;
    double burst = 10;
  };

  explicit HedgePolicy(const Options& options);

  absl::Duration Delay() const;
  // A call begins: it earns its share.
  void Called();
  // A call was answered by the replica that was asked first.
  void Observe(absl::Duration took);
  // Takes one from the budget; false when there is none.
  [[nodiscard]] bool TryHedge();

 private:
  const Options options_;
  mutable std::mutex mu_;
  double p95_seconds_;  // GUARDED_BY(mu_)
  double budget_;       // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_HEDGE_POLICY_H_
