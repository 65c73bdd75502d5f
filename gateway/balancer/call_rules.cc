#include "gateway/balancer/call_rules.h"

#include <string>

#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

// A deadline that passed sooner was the caller's impatience.
constexpr absl::Duration kPatience = absl::Milliseconds(500);
constexpr absl::Duration kFirstPause = absl::Milliseconds(20);

// It was refused before any work: by a full queue.
bool IsOverloaded(const absl::Status& status) {
  return absl::IsResourceExhausted(status) && ReasonOf(status) == "OVERLOADED";
}

// A server that ends its grace cancels what still runs; we did not.
bool IsCutOff(const absl::Status& status) {
  return absl::IsCancelled(status) && ReasonOf(status).empty();
}

}  // namespace

bool MayTryElsewhere(const absl::Status& status) {
  return absl::IsUnavailable(status) || IsCutOff(status) ||
         IsOverloaded(status);
}

CallOutcome Judge(const absl::Status& status, absl::Duration took) {
  if (absl::IsDeadlineExceeded(status)) {
    return took < kPatience ? CallOutcome::kNothing : CallOutcome::kFailed;
  }
  // It has no reason when the connection, not the replica, says so; and that
  // the connection itself knows.
  if (IsCutOff(status) ||
      (absl::IsUnavailable(status) && ReasonOf(status).empty())) {
    return CallOutcome::kNothing;
  }
  return CallOutcome::kAnswered;
}

absl::Duration PauseBefore(size_t attempts) {
  return kFirstPause * (1 << (attempts < 6 ? attempts : 6));
}

absl::Status NoRecommender() {
  return MakeError(absl::StatusCode::kUnavailable, "NO_RECOMMENDER",
                   "no recommender can be reached");
}

}  // namespace broadsheet::gateway
