#ifndef BROADSHEET_STORAGE_VECTOR_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_VECTOR_STORE_SERVICE_H_

#include "broadsheet/internal/v1/vector_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

class VectorStoreService final
    : public internal::v1::VectorStoreService::CallbackService {
 public:
  // Both must outlive this.
  VectorStoreService(Repositories* repositories, Rpcs* rpcs);
  ~VectorStoreService() override;

  grpc::ServerUnaryReactor* PutPaperVectors(
      grpc::CallbackServerContext* context,
      const internal::v1::PutPaperVectorsRequest* request,
      internal::v1::PutPaperVectorsResponse* response) override;
  grpc::ServerUnaryReactor* ListEncoders(
      grpc::CallbackServerContext* context,
      const internal::v1::ListEncodersRequest* request,
      internal::v1::ListEncodersResponse* response) override;
  grpc::ServerUnaryReactor* DeleteEncoder(
      grpc::CallbackServerContext* context,
      const internal::v1::DeleteEncoderRequest* request,
      internal::v1::DeleteEncoderResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_VECTOR_STORE_SERVICE_H_
