#include "storage/artifact_services.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ArtifactService::ArtifactService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

ArtifactService::~ArtifactService() = default;

EditionService::EditionService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

EditionService::~EditionService() = default;

ServerUnaryReactor* ArtifactService::ListArtifacts(
    CallbackServerContext* context,
    const internal::v1::ListArtifactsRequest* request,
    internal::v1::ListArtifactsResponse* response) {
  return rpcs_->Unary("ArtifactService/ListArtifacts", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.List(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::BeginArtifact(
    CallbackServerContext* context,
    const internal::v1::BeginArtifactRequest* request,
    internal::v1::BeginArtifactResponse* response) {
  return rpcs_->Unary("ArtifactService/BeginArtifact", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.Begin(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::WriteArtifact(
    CallbackServerContext* context,
    const internal::v1::WriteArtifactRequest* request,
    internal::v1::WriteArtifactResponse* response) {
  return rpcs_->Unary("ArtifactService/WriteArtifact", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.Write(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::FinishArtifact(
    CallbackServerContext* context,
    const internal::v1::FinishArtifactRequest* request,
    internal::v1::FinishArtifactResponse* response) {
  return rpcs_->Unary("ArtifactService/FinishArtifact", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.Finish(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::PromoteArtifact(
    CallbackServerContext* context,
    const internal::v1::PromoteArtifactRequest* request,
    internal::v1::PromoteArtifactResponse* response) {
  return rpcs_->Unary("ArtifactService/PromoteArtifact", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->promotions.Promote(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::RollbackArtifact(
    CallbackServerContext* context,
    const internal::v1::RollbackArtifactRequest* request,
    internal::v1::RollbackArtifactResponse* response) {
  return rpcs_->Unary("ArtifactService/RollbackArtifact", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->promotions.Rollback(call, r);
                      });
}

ServerUnaryReactor* ArtifactService::DeleteArtifacts(
    CallbackServerContext* context,
    const internal::v1::DeleteArtifactsRequest* request,
    internal::v1::DeleteArtifactsResponse* response) {
  return rpcs_->Unary("ArtifactService/DeleteArtifacts", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->artifacts.DeleteOld(call, r);
                      });
}

grpc::ServerWriteReactor<internal::v1::ReadArtifactResponse>*
ArtifactService::ReadArtifact(
    CallbackServerContext* context,
    const internal::v1::ReadArtifactRequest* request) {
  using Request = internal::v1::ReadArtifactRequest;
  using Response = internal::v1::ReadArtifactResponse;
  return rpcs_->ServerStream<Request, Response>(
      "ArtifactService/ReadArtifact", context, request,
      [this](CallContext& call, const Request& r,
             StreamWriter<Response>& stream) {
        return repositories_->artifacts.Read(
            call, r, [&](const Response& part) { return stream.Write(part); });
      });
}

ServerUnaryReactor* EditionService::ListEditions(
    CallbackServerContext* context, const v1::ListEditionsRequest* request,
    v1::ListEditionsResponse* response) {
  return rpcs_->Unary("EditionService/ListEditions", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->editions.List(call, r);
                      });
}

ServerUnaryReactor* EditionService::GetEdition(
    CallbackServerContext* context, const v1::GetEditionRequest* request,
    v1::GetEditionResponse* response) {
  return rpcs_->Unary("EditionService/GetEdition", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->editions.Get(call, r);
                      });
}

ServerUnaryReactor* EditionService::PutEdition(
    CallbackServerContext* context, const v1::PutEditionRequest* request,
    v1::PutEditionResponse* response) {
  return rpcs_->Unary("EditionService/PutEdition", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->editions.Put(call, r);
                      });
}

ServerUnaryReactor* EditionService::DeleteEdition(
    CallbackServerContext* context, const v1::DeleteEditionRequest* request,
    v1::DeleteEditionResponse* response) {
  return rpcs_->Unary("EditionService/DeleteEdition", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->editions.Delete(call, r);
                      });
}

}  // namespace broadsheet::storage
