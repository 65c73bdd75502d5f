#include "tests/support/wait.h"

#include "absl/time/clock.h"

namespace broadsheet::testing {

bool WaitUntil(absl::Duration limit, const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + BROADSHEET_TEST_TIME_FACTOR * limit;
  while (!condition()) {
    if (absl::Now() >= deadline) return false;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

}  // namespace broadsheet::testing
