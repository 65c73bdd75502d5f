#ifndef BROADSHEET_GATEWAY_LIMITS_WRITE_LIMITER_H_
#define BROADSHEET_GATEWAY_LIMITS_WRITE_LIMITER_H_

#include <string_view>

#include "absl/status/status.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "gateway/http/rate_limiter.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

// Lets readers and addresses write only so fast; events, which are small and
// many, apart from the rest. Limits hold in one process: with N gateways a
// client has up to N times as much. Thread-safe.
class WriteLimiter {
 public:
  struct Options {
    RateLimiter::Options writes = {30, 30};
    RateLimiter::Options events = {300, 300};
    // An address is given as much as that many readers.
    int readers_per_address = 5;
  };

  // `clock` must outlive this.
  WriteLimiter(const Options& options, const Clock* clock);

  // For one call of `method` ("CommentService/CreateComment"). Sets trailers of
  // the names of the standard headers, which HTTP answers have as such.
  // RESOURCE_EXHAUSTED (reason TOO_MANY_WRITES) when it was too fast.
  absl::Status Take(CallContext& call, std::string_view method,
                    const Identity& identity);

 private:
  RateLimiter writes_;
  RateLimiter events_;
  RateLimiter writes_of_address_;
  RateLimiter events_of_address_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_LIMITS_WRITE_LIMITER_H_
