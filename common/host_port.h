#ifndef BROADSHEET_COMMON_HOST_PORT_H_
#define BROADSHEET_COMMON_HOST_PORT_H_

#include <string>

#include "absl/status/statusor.h"

namespace broadsheet {

struct HostPort {
  std::string host;  // Without the brackets of an IPv6 address.
  std::string port;
};

// Cuts "HOST:PORT" or "[ADDRESS]:PORT" at the last colon. INVALID_ARGUMENT,
// which names `field`, when there is none.
absl::StatusOr<HostPort> SplitHostPort(const std::string& field,
                                       const std::string& text);

// `address` with its port raised by `offset`. Port 0, any free one, stays 0; a
// text without a port becomes "127.0.0.1:0".
std::string MovePort(const std::string& address, int offset);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HOST_PORT_H_
