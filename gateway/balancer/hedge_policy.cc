#include "gateway/balancer/hedge_policy.h"

#include <algorithm>

namespace broadsheet::gateway {
namespace {

// A multiplicative frugal estimate (Q. Ma, S. Muthukrishnan, M. Sandler,
// *Frugal Streaming for Estimating Quantiles*, 2013): it stands still where 19
// of 20 samples lie below, and forgets the past in about a hundred samples.
constexpr double kQuantile = 0.95;
constexpr double kStep = 0.1;
constexpr double kLeastSeconds = 1e-4;
constexpr double kMostSeconds = 10;

}  // namespace

HedgePolicy::HedgePolicy(const Options& options)
    : options_(options),
      p95_seconds_(absl::ToDoubleSeconds(options.most) / 2),
      budget_(options.burst) {}

absl::Duration HedgePolicy::Delay() const {
  std::lock_guard lock(mu_);
  return std::clamp(absl::Seconds(2 * p95_seconds_), options_.least,
                    options_.most);
}

void HedgePolicy::Called() {
  std::lock_guard lock(mu_);
  budget_ = std::min(budget_ + options_.share, options_.burst);
}

void HedgePolicy::Observe(absl::Duration took) {
  const double seconds = absl::ToDoubleSeconds(took);
  std::lock_guard lock(mu_);
  const double factor = seconds > p95_seconds_ ? 1 + kStep * kQuantile
                                               : 1 - kStep * (1 - kQuantile);
  p95_seconds_ = std::clamp(p95_seconds_ * factor, kLeastSeconds, kMostSeconds);
}

bool HedgePolicy::TryHedge() {
  std::lock_guard lock(mu_);
  if (budget_ < 1) return false;
  budget_ -= 1;
  return true;
}

}  // namespace broadsheet::gateway
