#ifndef BROADSHEET_GATEWAY_RPC_CALLER_H_
#define BROADSHEET_GATEWAY_RPC_CALLER_H_

#include "common/rpc.h"
#include "gateway/identity.h"
#include "gateway/method_table.h"
#include "grpcpp/server_context.h"

namespace broadsheet::gateway {

// Answers gRPC calls out of the method table. All must outlive it.
struct Caller {
  Rpcs* rpcs;
  Authenticator* authenticator;
  const MethodTable* methods;

  // `method` is "PaperService/GetPaper".
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Unary(const char* method,
                                  grpc::CallbackServerContext* context,
                                  const Request* request,
                                  Response* response) const {
    return rpcs->Unary(method, context, request, response,
                       [*this, method](CallContext& call, const Request& sent) {
                         return Answer<Response>(method, call, sent);
                       });
  }

  // The same on a thread that may block.
  template <class Response, class Request>
  absl::StatusOr<Response> Answer(const char* method, CallContext& call,
                                  const Request& sent) const {
    auto identity = authenticator->Identify(call, call.BearerToken());
    if (!identity.ok()) return identity.status();
    Request request = sent;
    Response response;
    const absl::Status status =
        methods->Invoke(method, call, *identity, &request, &response);
    if (!status.ok()) return status;
    return response;
  }
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_CALLER_H_
