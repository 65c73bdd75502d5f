#ifndef BROADSHEET_GATEWAY_AS_OF_H_
#define BROADSHEET_GATEWAY_AS_OF_H_

#include <cstdint>

#include "absl/time/time.h"
#include "common/clock.h"

namespace broadsheet::gateway {

// Stamps a request for a list with the whole minute, so that all replicas give
// the same list. Later pages keep the time of their token.
template <class Request>
void StampAsOf(const Clock& clock, Request* request) {
  if (request->has_as_of()) return;
  if constexpr (requires { request->page_token(); }) {
    if (!request->page_token().empty()) return;
  }
  const int64_t now = absl::ToUnixSeconds(clock.Now());
  request->mutable_as_of()->set_seconds(now - now % 60);
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_AS_OF_H_
