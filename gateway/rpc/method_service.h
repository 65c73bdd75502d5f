#ifndef BROADSHEET_GATEWAY_RPC_METHOD_SERVICE_H_
#define BROADSHEET_GATEWAY_RPC_METHOD_SERVICE_H_

#include <functional>
#include <memory>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace broadsheet::gateway {

// A gRPC service whose methods are added by their descriptors, all by the same
// few functions. The classes that protoc generates do the same with a dozen
// templates a method, which take a minute to compile for all public methods.
class MethodService final : public grpc::Service {
 public:
  // Answers a call of `name` ("PaperService/GetPaper"). The messages are of the
  // method's types; they and the name live until the call ends.
  using Unary = std::function<grpc::ServerUnaryReactor*(
      const char* name, grpc::CallbackServerContext* context,
      google::protobuf::Message* request, google::protobuf::Message* response)>;

  // The same, but answers with the response's bytes.
  using Forwarded = std::function<grpc::ServerUnaryReactor*(
      const char* name, grpc::CallbackServerContext* context,
      google::protobuf::Message* request, grpc::ByteBuffer* response)>;

  MethodService();
  ~MethodService() override;

  void AddUnary(const google::protobuf::MethodDescriptor& method, Unary answer);
  void AddForwarded(const google::protobuf::MethodDescriptor& method,
                    Forwarded answer);

  // `handler` is a CallbackServerStreamingHandler or CallbackBidiHandler of the
  // method's types.
  void AddStream(const google::protobuf::MethodDescriptor& method,
                 std::unique_ptr<grpc::internal::MethodHandler> handler);

 private:
  class Method;

  template <class Answer>
  void AddCallback(std::unique_ptr<Method> method, Answer answer);
  void Add(std::unique_ptr<Method> method,
           std::unique_ptr<grpc::internal::MethodHandler> handler);

  std::vector<std::unique_ptr<Method>> added_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_METHOD_SERVICE_H_
