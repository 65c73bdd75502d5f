#ifndef BROADSHEET_STORAGE_COORDINATION_SERVICES_H_
#define BROADSHEET_STORAGE_COORDINATION_SERVICES_H_

#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository.
class LeaseService final : public internal::v1::LeaseService::CallbackService {
 public:
  // Both must outlive this.
  LeaseService(Repositories* repositories, Rpcs* rpcs);
  ~LeaseService() override;

  grpc::ServerUnaryReactor* AcquireLease(
      grpc::CallbackServerContext* context,
      const internal::v1::AcquireLeaseRequest* request,
      internal::v1::AcquireLeaseResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseLease(
      grpc::CallbackServerContext* context,
      const internal::v1::ReleaseLeaseRequest* request,
      internal::v1::ReleaseLeaseResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

class CheckpointService final
    : public internal::v1::CheckpointService::CallbackService {
 public:
  // Both must outlive this.
  CheckpointService(Repositories* repositories, Rpcs* rpcs);
  ~CheckpointService() override;

  grpc::ServerUnaryReactor* GetCheckpoint(
      grpc::CallbackServerContext* context,
      const internal::v1::GetCheckpointRequest* request,
      internal::v1::GetCheckpointResponse* response) override;
  grpc::ServerUnaryReactor* ListCheckpoints(
      grpc::CallbackServerContext* context,
      const internal::v1::ListCheckpointsRequest* request,
      internal::v1::ListCheckpointsResponse* response) override;
  grpc::ServerUnaryReactor* SetCheckpoint(
      grpc::CallbackServerContext* context,
      const internal::v1::SetCheckpointRequest* request,
      internal::v1::SetCheckpointResponse* response) override;
  grpc::ServerUnaryReactor* DeleteCheckpoint(
      grpc::CallbackServerContext* context,
      const internal::v1::DeleteCheckpointRequest* request,
      internal::v1::DeleteCheckpointResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_COORDINATION_SERVICES_H_
