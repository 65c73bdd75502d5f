#include "storage/coordination_services.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

LeaseService::LeaseService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

LeaseService::~LeaseService() = default;

CheckpointService::CheckpointService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

CheckpointService::~CheckpointService() = default;

ServerUnaryReactor* LeaseService::AcquireLease(
    CallbackServerContext* context,
    const internal::v1::AcquireLeaseRequest* request,
    internal::v1::AcquireLeaseResponse* response) {
  return rpcs_->Unary("LeaseService/AcquireLease", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->leases.Acquire(call, r);
                      });
}

ServerUnaryReactor* LeaseService::ReleaseLease(
    CallbackServerContext* context,
    const internal::v1::ReleaseLeaseRequest* request,
    internal::v1::ReleaseLeaseResponse* response) {
  return rpcs_->Unary("LeaseService/ReleaseLease", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->leases.Release(call, r);
                      });
}

ServerUnaryReactor* CheckpointService::GetCheckpoint(
    CallbackServerContext* context,
    const internal::v1::GetCheckpointRequest* request,
    internal::v1::GetCheckpointResponse* response) {
  return rpcs_->Unary("CheckpointService/GetCheckpoint", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->checkpoints.Get(call, r);
                      });
}

ServerUnaryReactor* CheckpointService::ListCheckpoints(
    CallbackServerContext* context,
    const internal::v1::ListCheckpointsRequest* request,
    internal::v1::ListCheckpointsResponse* response) {
  return rpcs_->Unary("CheckpointService/ListCheckpoints", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->checkpoints.List(call, r);
                      });
}

ServerUnaryReactor* CheckpointService::SetCheckpoint(
    CallbackServerContext* context,
    const internal::v1::SetCheckpointRequest* request,
    internal::v1::SetCheckpointResponse* response) {
  return rpcs_->Unary("CheckpointService/SetCheckpoint", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->checkpoints.Set(call, r);
                      });
}

ServerUnaryReactor* CheckpointService::DeleteCheckpoint(
    CallbackServerContext* context,
    const internal::v1::DeleteCheckpointRequest* request,
    internal::v1::DeleteCheckpointResponse* response) {
  return rpcs_->Unary("CheckpointService/DeleteCheckpoint", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->checkpoints.Delete(call, r);
                      });
}

}  // namespace broadsheet::storage
