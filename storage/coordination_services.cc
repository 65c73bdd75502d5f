#include "storage/coordination_services.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

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

ServerUnaryReactor* ArtifactService::ListArtifacts(
    CallbackServerContext* context,
    const internal::v1::ListArtifactsRequest* request,
    internal::v1::ListArtifactsResponse* response) {
  return rpcs_->Unary("ArtifactService/ListArtifacts", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.List(call, r);
                      });
}

}  // namespace broadsheet::storage
