#ifndef BROADSHEET_COMMON_GRPC_STATUS_H_
#define BROADSHEET_COMMON_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace broadsheet {

// The only two conversions between our errors and gRPC's. Details (reason and
// violations) are kept both ways. Messages are cut at 1,024 bytes, because gRPC
// replaces an error whose metadata exceed 8 KiB by RESOURCE_EXHAUSTED.
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_GRPC_STATUS_H_
