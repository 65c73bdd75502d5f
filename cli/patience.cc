#include "cli/patience.h"

namespace broadsheet::cli {

bool Patience::Allows(const absl::Status& error) {
  if (!absl::IsUnavailable(error) && !absl::IsDeadlineExceeded(error)) {
    return false;
  }
  const absl::Time now = clock_->Now();
  if (!failing_since_) failing_since_ = now;
  return now - *failing_since_ < kLongest;
}

}  // namespace broadsheet::cli
