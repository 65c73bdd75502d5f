#ifndef BROADSHEET_COMMON_PROBE_H_
#define BROADSHEET_COMMON_PROBE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace broadsheet {

// Asks /readyz of the service that serves health at `address` (HOST:PORT; an
// address that stands for all interfaces, such as 0.0.0.0, means this host).
// UNAVAILABLE, with the reason, unless it answers within `limit` that it is
// ready. A health check needs no other tool, so images need none.
absl::Status ProbeReady(const std::string& address, absl::Duration limit);

// What --probe does: asks for 2 s at most, prints "ready" or why not; 0 or 1.
int ProbeExitCode(const std::string& address);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_PROBE_H_
