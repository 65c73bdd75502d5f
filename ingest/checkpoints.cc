#include "ingest/checkpoints.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

constexpr absl::Duration kLimit = absl::Seconds(10);

}  // namespace

Checkpoints::Checkpoints(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(pb::CheckpointService::NewStub(channel)) {}

absl::StatusOr<pb::Checkpoint> Checkpoints::GetRaw(const CallContext& call,
                                                   const std::string& name) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  pb::GetCheckpointRequest request;
  request.set_name(name);
  pb::GetCheckpointResponse response;
  const auto status = stub_->GetCheckpoint(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return std::move(*response.mutable_checkpoint());
}

absl::StatusOr<pb::ListCheckpointsResponse> Checkpoints::ListRaw(
    const CallContext& call, const std::string& prefix) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  pb::ListCheckpointsRequest request;
  request.set_prefix(prefix);
  pb::ListCheckpointsResponse response;
  const auto status = stub_->ListCheckpoints(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

absl::StatusOr<int64_t> Checkpoints::SetRaw(const CallContext& call,
                                            const std::string& name,
                                            const std::string& value,
                                            int64_t revision) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  pb::SetCheckpointRequest request;
  request.set_name(name);
  request.set_value(value);
  request.set_revision(revision);
  pb::SetCheckpointResponse response;
  const auto status = stub_->SetCheckpoint(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response.revision();
}

absl::Status Checkpoints::Delete(const CallContext& call,
                                 const std::string& name) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  pb::DeleteCheckpointRequest request;
  request.set_name(name);
  pb::DeleteCheckpointResponse response;
  return FromGrpc(stub_->DeleteCheckpoint(&context, request, &response));
}

absl::Status Checkpoints::Damaged(const std::string& name) {
  return absl::DataLossError(
      absl::StrCat("the checkpoint ", name, " cannot be read"));
}

}  // namespace broadsheet::ingest
