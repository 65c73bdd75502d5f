#ifndef BROADSHEET_GATEWAY_RPC_DIGEST_FACE_H_
#define BROADSHEET_GATEWAY_RPC_DIGEST_FACE_H_

#include "broadsheet/v1/digest_service.grpc.pb.h"
#include "gateway/digest_methods.h"
#include "gateway/rpc/caller.h"

namespace broadsheet::gateway {

// DigestService over gRPC.
class DigestServiceFace final : public v1::DigestService::CallbackService {
 public:
  explicit DigestServiceFace(Caller caller) : caller_(caller) {}

#define BROADSHEET_FORWARD(name)                                              \
  grpc::ServerUnaryReactor* name(grpc::CallbackServerContext* context,        \
                                 const v1::name##Request* request,            \
                                 v1::name##Response* response) override {     \
    return caller_.Unary("DigestService/" #name, context, request, response); \
  }
  BROADSHEET_DIGEST_METHODS(BROADSHEET_FORWARD)
#undef BROADSHEET_FORWARD

 private:
  const Caller caller_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_DIGEST_FACE_H_
