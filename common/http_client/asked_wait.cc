#include "common/http_client/asked_wait.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"

namespace broadsheet {
namespace {

// Seconds, or the date of RFC 9110.
std::optional<absl::Duration> RetryAfter(const std::string& text,
                                         absl::Time now) {
  int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds) && seconds >= 0) {
    return absl::Seconds(seconds);
  }
  absl::Time time;
  if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &time, nullptr)) {
    return std::max(absl::ZeroDuration(), time - now);
  }
  return std::nullopt;
}

}  // namespace

std::optional<absl::Duration> AskedWait(const HttpPage& page, absl::Time now) {
  if (const auto wait = RetryAfter(page.retry_after, now)) return wait;
  int64_t reset = 0;
  if (page.rate_limit_remaining != "0" ||
      !absl::SimpleAtoi(page.rate_limit_reset, &reset)) {
    return std::nullopt;
  }
  return std::max(absl::ZeroDuration(), absl::FromUnixSeconds(reset) - now);
}

}  // namespace broadsheet
