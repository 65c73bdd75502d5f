#ifndef BROADSHEET_GATEWAY_RPC_CALLER_H_
#define BROADSHEET_GATEWAY_RPC_CALLER_H_

#include "common/rpc.h"
#include "gateway/identity.h"
#include "gateway/method_table.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"

namespace broadsheet::gateway {

// Answers gRPC calls out of the method table. All must outlive it.
struct Caller {
  Rpcs* rpcs;
  Authenticator* authenticator;
  const MethodTable* methods;

  // `method` is "PaperService/GetPaper"; it and the messages, which are of the
  // method's types, live until the call ends.
  grpc::ServerUnaryReactor* Unary(const char* method,
                                  grpc::CallbackServerContext* context,
                                  google::protobuf::Message* request,
                                  google::protobuf::Message* response) const;

  // The same on a thread that may block. Changes the request into what is
  // forwarded.
  absl::Status Answer(const char* method, CallContext& call,
                      google::protobuf::Message* request,
                      google::protobuf::Message* response) const;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_CALLER_H_
