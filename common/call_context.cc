#include "common/call_context.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet {

CallContext::CallContext(absl::Time deadline, std::string request_id)
    : CallContext(deadline, std::move(request_id), {},
                  std::make_shared<Cancellation>()) {}

CallContext::CallContext(absl::Time deadline, std::string request_id,
                         Metadata metadata,
                         std::shared_ptr<Cancellation> cancellation)
    : deadline_(deadline),
      request_id_(std::move(request_id)),
      metadata_(std::move(metadata)),
      cancellation_(std::move(cancellation)) {}

absl::Duration CallContext::TimeLeft() const {
  return std::max(deadline_ - absl::Now(), absl::ZeroDuration());
}

absl::Status CallContext::Alive() const {
  if (cancelled()) {
    return MakeError(absl::StatusCode::kCancelled, "CANCELLED",
                     "the caller went away");
  }
  if (TimeLeft() == absl::ZeroDuration()) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                     "the deadline of the call passed");
  }
  return absl::OkStatus();
}

std::string CallContext::Get(std::string_view key) const {
  auto found = metadata_.find(std::string(key));
  return found == metadata_.end() ? std::string() : found->second;
}

std::string CallContext::BearerToken() const {
  constexpr std::string_view kPrefix = "Bearer ";
  const std::string value = Get("authorization");
  if (value.compare(0, kPrefix.size(), kPrefix) != 0) return "";
  return value.substr(kPrefix.size());
}

void CallContext::SetTrailer(std::string key, std::string value) {
  trailers_.emplace(std::move(key), std::move(value));
}

}  // namespace broadsheet
