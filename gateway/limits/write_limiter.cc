#include "gateway/limits/write_limiter.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/client_address.h"

namespace broadsheet::gateway {
namespace {

RateLimiter::Options Times(RateLimiter::Options options, int factor) {
  options.per_minute *= factor;
  options.burst *= factor;
  return options;
}

std::string Seconds(absl::Duration duration) {
  return absl::StrCat(
      absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))));
}

}  // namespace

WriteLimiter::WriteLimiter(const Options& options, const Clock* clock)
    : writes_(options.writes, clock),
      events_(options.events, clock),
      writes_of_address_(Times(options.writes, options.readers_per_address),
                         clock),
      events_of_address_(Times(options.events, options.readers_per_address),
                         clock) {}

absl::Status WriteLimiter::Take(CallContext& call, std::string_view method,
                                const Identity& identity) {
  if (identity.is_operator()) return absl::OkStatus();
  const bool events = method == "ReaderService/RecordEvents";
  RateLimiter::Verdict verdict;
  if (identity.is_reader()) {
    verdict = (events ? events_ : writes_).Take(identity.reader_id);
  }
  const std::string address = ClientAddress(call);
  if (verdict.allowed && !address.empty()) {
    const auto of_address =
        (events ? events_of_address_ : writes_of_address_).Take(address);
    if (!of_address.allowed || verdict.limit == 0) verdict = of_address;
  }
  if (verdict.limit == 0) return absl::OkStatus();
  call.SetTrailer("ratelimit-limit", absl::StrCat(verdict.limit));
  call.SetTrailer("ratelimit-remaining", absl::StrCat(verdict.remaining));
  call.SetTrailer("ratelimit-reset", Seconds(verdict.until_full));
  if (verdict.allowed) return absl::OkStatus();
  const std::string wait = Seconds(verdict.retry_after);
  call.SetTrailer("retry-after", wait);
  return MakeError(
      absl::StatusCode::kResourceExhausted, "TOO_MANY_WRITES",
      absl::StrCat("that was too much at once; try again in ", wait, " s"));
}

}  // namespace broadsheet::gateway
