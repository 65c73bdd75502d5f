#ifndef BROADSHEET_COMMON_RETRY_PUSHBACK_H_
#define BROADSHEET_COMMON_RETRY_PUSHBACK_H_

#include "common/call_context.h"

namespace broadsheet {

// Tells gRPC not to try this call again by itself when it fails, though its
// method is idempotent: for calls that have waited and tried long enough (gRFC
// A6, "Pushback").
inline void ForbidRetries(CallContext& call) {
  call.SetTrailer("grpc-retry-pushback-ms", "-1");
}

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RETRY_PUSHBACK_H_
