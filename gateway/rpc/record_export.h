#ifndef BROADSHEET_GATEWAY_RPC_RECORD_EXPORT_H_
#define BROADSHEET_GATEWAY_RPC_RECORD_EXPORT_H_

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/v1/system_service.pb.h"
#include "common/call_context.h"
#include "common/rpc_streams.h"

namespace broadsheet::gateway {

// Gives `stream` the records that `request` asks for, out of a row snapshot of
// storage, in constant memory. Blocks. INVALID_ARGUMENT: no such kind;
// DATA_LOSS: the snapshot came incomplete.
absl::Status ExportRecords(const CallContext& call,
                           internal::v1::ChangeFeedService::Stub& storage,
                           const v1::ExportRecordsRequest& request,
                           StreamWriter<v1::ExportRecordsResponse>& stream);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_RECORD_EXPORT_H_
