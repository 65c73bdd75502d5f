#ifndef BROADSHEET_GATEWAY_CLIENT_ADDRESS_H_
#define BROADSHEET_GATEWAY_CLIENT_ADDRESS_H_

#include <string>

#include "common/call_context.h"

namespace broadsheet::gateway {

// Where a call comes from, for limits: as LimitedAddress (http/rate_limiter.h)
// says for HTTP; for gRPC the peer by the same rules. Empty for this machine.
std::string ClientAddress(const CallContext& call);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_CLIENT_ADDRESS_H_
