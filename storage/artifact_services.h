#ifndef BROADSHEET_STORAGE_ARTIFACT_SERVICES_H_
#define BROADSHEET_STORAGE_ARTIFACT_SERVICES_H_

#include "broadsheet/internal/v1/artifact_service.grpc.pb.h"
#include "broadsheet/v1/edition_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Artifacts over gRPC, and their bytes as streams.
class ArtifactService final
    : public internal::v1::ArtifactService::CallbackService {
 public:
  // Both must outlive this.
  ArtifactService(Repositories* repositories, Rpcs* rpcs);
  ~ArtifactService() override;

  grpc::ServerUnaryReactor* ListArtifacts(
      grpc::CallbackServerContext* context,
      const internal::v1::ListArtifactsRequest* request,
      internal::v1::ListArtifactsResponse* response) override;
  grpc::ServerUnaryReactor* BeginArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::BeginArtifactRequest* request,
      internal::v1::BeginArtifactResponse* response) override;
  grpc::ServerUnaryReactor* WriteArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::WriteArtifactRequest* request,
      internal::v1::WriteArtifactResponse* response) override;
  grpc::ServerUnaryReactor* FinishArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::FinishArtifactRequest* request,
      internal::v1::FinishArtifactResponse* response) override;
  grpc::ServerUnaryReactor* PromoteArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::PromoteArtifactRequest* request,
      internal::v1::PromoteArtifactResponse* response) override;
  grpc::ServerUnaryReactor* RollbackArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::RollbackArtifactRequest* request,
      internal::v1::RollbackArtifactResponse* response) override;
  grpc::ServerUnaryReactor* DeleteArtifacts(
      grpc::CallbackServerContext* context,
      const internal::v1::DeleteArtifactsRequest* request,
      internal::v1::DeleteArtifactsResponse* response) override;
  grpc::ServerWriteReactor<internal::v1::ReadArtifactResponse>* ReadArtifact(
      grpc::CallbackServerContext* context,
      const internal::v1::ReadArtifactRequest* request) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

class EditionService final : public v1::EditionService::CallbackService {
 public:
  // Both must outlive this.
  EditionService(Repositories* repositories, Rpcs* rpcs);
  ~EditionService() override;

  grpc::ServerUnaryReactor* ListEditions(
      grpc::CallbackServerContext* context,
      const v1::ListEditionsRequest* request,
      v1::ListEditionsResponse* response) override;
  grpc::ServerUnaryReactor* GetEdition(
      grpc::CallbackServerContext* context,
      const v1::GetEditionRequest* request,
      v1::GetEditionResponse* response) override;
  grpc::ServerUnaryReactor* PutEdition(
      grpc::CallbackServerContext* context,
      const v1::PutEditionRequest* request,
      v1::PutEditionResponse* response) override;
  grpc::ServerUnaryReactor* DeleteEdition(
      grpc::CallbackServerContext* context,
      const v1::DeleteEditionRequest* request,
      v1::DeleteEditionResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_SERVICES_H_
