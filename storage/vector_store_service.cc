#include "storage/vector_store_service.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

VectorStoreService::VectorStoreService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

VectorStoreService::~VectorStoreService() = default;

ServerUnaryReactor* VectorStoreService::PutPaperVectors(
    CallbackServerContext* context,
    const internal::v1::PutPaperVectorsRequest* request,
    internal::v1::PutPaperVectorsResponse* response) {
  return rpcs_->Unary("VectorStoreService/PutPaperVectors", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->vectors.Put(call, r);
                      });
}

ServerUnaryReactor* VectorStoreService::ListEncoders(
    CallbackServerContext* context,
    const internal::v1::ListEncodersRequest* request,
    internal::v1::ListEncodersResponse* response) {
  return rpcs_->Unary("VectorStoreService/ListEncoders", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->vectors.List(call, r);
                      });
}

ServerUnaryReactor* VectorStoreService::DeleteEncoder(
    CallbackServerContext* context,
    const internal::v1::DeleteEncoderRequest* request,
    internal::v1::DeleteEncoderResponse* response) {
  return rpcs_->Unary("VectorStoreService/DeleteEncoder", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->vectors.Delete(call, r);
                      });
}

}  // namespace broadsheet::storage
