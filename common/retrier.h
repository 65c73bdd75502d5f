#ifndef BROADSHEET_COMMON_RETRIER_H_
#define BROADSHEET_COMMON_RETRIER_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"

namespace broadsheet {

// What a wait depends on besides its length; tests pass their own.
struct Timing {
  // Waits so long, or until `call` is over.
  std::function<void(const CallContext& call, absl::Duration)> sleep;
  // A number of [0, 1). Thread-safe.
  std::function<double()> random;

  static Timing Real();
};

struct RetryOptions {
  // The first wait; each next one is twice as long, up to the longest. What is
  // really waited is a random part of it, so that clients do not come in step.
  absl::Duration first = absl::Milliseconds(100);
  absl::Duration longest = absl::Seconds(3);
  // How long failures without any success are enough: waits and calls.
  absl::Duration patience = absl::Minutes(2);
};

// Decides whether to try again, and waits before. Not thread-safe.
class Retrier {
 public:
  // `call` and `clock` must outlive this.
  Retrier(const CallContext* call, const Clock* clock, RetryOptions options,
          Timing timing);

  // OK after the wait: try again. `failure` when it will not pass by itself or
  // patience has run out; the call's own error when that is over.
  absl::Status WaitAfter(const absl::Status& failure);
  // Something worked: patience is whole again.
  void Succeeded();
  // So much of the time that passed was waited because the other side asked
  // for it; patience does not count it.
  void Excuse(absl::Duration wait);

 private:
  const CallContext* call_;
  const Clock* clock_;
  const RetryOptions options_;
  const Timing timing_;
  absl::Duration next_;
  // The first failure since the latest success: a time without any calls is
  // no failure.
  std::optional<absl::Time> failing_since_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RETRIER_H_
