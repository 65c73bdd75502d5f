#include "gateway/rpc/method_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/message_allocator.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::internal::RpcMethod;

// A message of a type that is known at run time only, or the bytes of one that
// nobody here reads.
struct AnyMessage {
  std::unique_ptr<Message> value = nullptr;
  grpc::ByteBuffer bytes = {};
};

}  // namespace
}  // namespace broadsheet::gateway

// How gRPC reads and writes one: as it does any other message.
template <>
class grpc::SerializationTraits<broadsheet::gateway::AnyMessage> {
  using Traits = SerializationTraits<google::protobuf::Message>;

 public:
  static Status Serialize(const broadsheet::gateway::AnyMessage& message,
                          ByteBuffer* bytes, bool* own_bytes) {
    if (message.value == nullptr) {
      return SerializationTraits<ByteBuffer>::Serialize(message.bytes, bytes,
                                                        own_bytes);
    }
    return Traits::Serialize(*message.value, bytes, own_bytes);
  }
  static Status Deserialize(ByteBuffer* bytes,
                            broadsheet::gateway::AnyMessage* message) {
    return Traits::Deserialize(bytes, message->value.get());
  }
};

namespace broadsheet::gateway {
namespace {

// The messages of one call; gRPC releases them when it has ended.
class Messages final : public grpc::MessageHolder<AnyMessage, AnyMessage> {
 public:
  // `response`: null when its bytes are set.
  Messages(const Message& request, const Message* response)
      : request_{std::unique_ptr<Message>(request.New())},
        response_{std::unique_ptr<Message>(
            response == nullptr ? nullptr : response->New())} {
    set_request(&request_);
    set_response(&response_);
  }

  void Release() override { delete this; }

 private:
  AnyMessage request_;
  AnyMessage response_;
};

const Message* Prototype(const Descriptor* type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(
      type);
}

RpcMethod::RpcType TypeOf(const MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? RpcMethod::BIDI_STREAMING
                                     : RpcMethod::CLIENT_STREAMING;
  }
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING
                                   : RpcMethod::NORMAL_RPC;
}

}  // namespace

// One method: what gRPC has pointers to.
class MethodService::Method final
    : public grpc::MessageAllocator<AnyMessage, AnyMessage> {
 public:
  Method(const MethodDescriptor& method, bool forwarded)
      : name_(absl::StrCat(method.service()->name(), "/", method.name())),
        path_(absl::StrCat("/", method.service()->full_name(), "/",
                           method.name())),
        type_(TypeOf(method)),
        request_(Prototype(method.input_type())),
        response_(forwarded ? nullptr : Prototype(method.output_type())) {}

  const char* name() const { return name_.c_str(); }
  const char* path() const { return path_.c_str(); }
  RpcMethod::RpcType type() const { return type_; }

  Messages* AllocateMessages() override {
    return new Messages(*request_, response_);
  }

 private:
  const std::string name_;
  const std::string path_;
  const RpcMethod::RpcType type_;
  const Message* const request_;
  const Message* const response_;  // Null: only its bytes are known.
};

MethodService::MethodService() = default;
MethodService::~MethodService() = default;

void MethodService::AddUnary(const MethodDescriptor& method, Unary answer) {
  AddCallback(std::make_unique<Method>(method, /*forwarded=*/false),
              [answer = std::move(answer)](
                  const char* name, grpc::CallbackServerContext* context,
                  const AnyMessage* request, AnyMessage* response) {
                return answer(name, context, request->value.get(),
                              response->value.get());
              });
}

void MethodService::AddForwarded(const MethodDescriptor& method,
                                 Forwarded answer) {
  AddCallback(std::make_unique<Method>(method, /*forwarded=*/true),
              [answer = std::move(answer)](
                  const char* name, grpc::CallbackServerContext* context,
                  const AnyMessage* request, AnyMessage* response) {
                return answer(name, context, request->value.get(),
                              &response->bytes);
              });
}

template <class Answer>
void MethodService::AddCallback(std::unique_ptr<Method> method, Answer answer) {
  using Handler = grpc::internal::CallbackUnaryHandler<AnyMessage, AnyMessage>;
  auto handler = std::make_unique<Handler>(
      [name = method->name(), answer = std::move(answer)](
          grpc::CallbackServerContext* context, const AnyMessage* request,
          AnyMessage* response) {
        return answer(name, context, request, response);
      });
  handler->SetMessageAllocator(method.get());
  Add(std::move(method), std::move(handler));
}

void MethodService::AddStream(
    const MethodDescriptor& method,
    std::unique_ptr<grpc::internal::MethodHandler> handler) {
  Add(std::make_unique<Method>(method, /*forwarded=*/false),
      std::move(handler));
}

void MethodService::Add(
    std::unique_ptr<Method> method,
    std::unique_ptr<grpc::internal::MethodHandler> handler) {
  const int index = static_cast<int>(added_.size());
  AddMethod(new grpc::internal::RpcServiceMethod(method->path(), method->type(),
                                                 /*handler=*/nullptr));
  MarkMethodCallback(index, handler.release());
  added_.push_back(std::move(method));
}

}  // namespace broadsheet::gateway
