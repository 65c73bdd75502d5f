#include "gateway/rpc/caller.h"

namespace broadsheet::gateway {

grpc::ServerUnaryReactor* Caller::Unary(
    const char* method, grpc::CallbackServerContext* context,
    google::protobuf::Message* request,
    google::protobuf::Message* response) const {
  auto* reactor = new UnaryReactor(rpcs->runtime(), method, context);
  reactor->Run([*this, method, request, response](CallContext& call) {
    return Answer(method, call, request, response);
  });
  return reactor;
}

absl::Status Caller::Answer(const char* method, CallContext& call,
                            google::protobuf::Message* request,
                            google::protobuf::Message* response) const {
  auto identity = authenticator->Identify(call, call.BearerToken());
  if (!identity.ok()) return identity.status();
  return methods->Invoke(method, call, *identity, request, response);
}

}  // namespace broadsheet::gateway
