#include "ingest/checkpoints.h"

#include <utility>

#include "absl/time/time.h"
#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

constexpr absl::Duration kLimit = absl::Seconds(10);

class GrpcCheckpoints final : public Checkpoints {
 public:
  explicit GrpcCheckpoints(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(pb::CheckpointService::NewStub(channel)) {}

  absl::StatusOr<pb::Checkpoint> Get(const CallContext& call,
                                     const std::string& name) override {
    grpc::ClientContext context;
    PrepareCall(call, kLimit, &context);
    pb::GetCheckpointRequest request;
    request.set_name(name);
    pb::GetCheckpointResponse response;
    const auto status = stub_->GetCheckpoint(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return std::move(*response.mutable_checkpoint());
  }

  absl::StatusOr<int64_t> Set(const CallContext& call, const std::string& name,
                              const std::string& value,
                              int64_t revision) override {
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

 private:
  std::unique_ptr<pb::CheckpointService::Stub> stub_;
};

}  // namespace

std::unique_ptr<Checkpoints> MakeGrpcCheckpoints(
    const std::string& target, std::shared_ptr<const TlsIdentity> tls) {
  return std::make_unique<GrpcCheckpoints>(
      MakeChannel({.target = target,
                   .services = {"broadsheet.internal.v1.CheckpointService"},
                   .tls = std::move(tls),
                   .peer_name = "storage"}));
}

}  // namespace broadsheet::ingest
