#include "common/retrier.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet {
namespace {

// Looked at so often whether a call is over.
constexpr absl::Duration kStep = absl::Milliseconds(20);

// Limits that others' calls fill and free again. A message over the size limit
// is RESOURCE_EXHAUSTED, too, and stays so.
bool IsBusy(const absl::Status& failure) {
  const std::string reason = ReasonOf(failure);
  return reason == "OVERLOADED" || reason == "POOL_EXHAUSTED" ||
         reason == "SNAPSHOTS_BUSY";
}

// CANCELLED and DEADLINE_EXCEEDED are storage's: it drains, or is slow. Whether
// the caller's own call is over is asked first.
bool MayPass(const absl::Status& failure) {
  switch (failure.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return IsBusy(failure);
    default:
      return false;
  }
}

}  // namespace

Timing Timing::Real() {
  return {.sleep =
              [](const CallContext& call, absl::Duration duration) {
                const absl::Time end = absl::Now() + duration;
                while (absl::Now() < end && call.Alive().ok()) {
                  absl::SleepFor(std::min(kStep, end - absl::Now()));
                }
              },
          .random =
              [] {
                thread_local std::mt19937_64 engine{std::random_device{}()};
                return std::uniform_real_distribution<double>()(engine);
              }};
}

Retrier::Retrier(const CallContext* call, const Clock* clock,
                 RetryOptions options, Timing timing)
    : call_(call),
      clock_(clock),
      options_(options),
      timing_(std::move(timing)),
      next_(options.first) {}

absl::Status Retrier::WaitAfter(const absl::Status& failure) {
  if (auto alive = call_->Alive(); !alive.ok()) return alive;
  if (!MayPass(failure)) return failure;
  const absl::Time now = clock_->Now();
  if (!failing_since_) failing_since_ = now;
  if (now - *failing_since_ >= options_.patience) return failure;
  const absl::Duration wait = next_ * (0.5 + 0.5 * timing_.random());
  timing_.sleep(*call_, wait);
  next_ = std::min(next_ * 2, options_.longest);
  return call_->Alive();
}

void Retrier::Succeeded() {
  next_ = options_.first;
  failing_since_.reset();
}

void Retrier::Excuse(absl::Duration wait) {
  if (failing_since_) *failing_since_ += wait;
}

}  // namespace broadsheet
