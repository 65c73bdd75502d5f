#ifndef BROADSHEET_COMMON_RPC_H_
#define BROADSHEET_COMMON_RPC_H_

// The one adapter between gRPC's callback API and our handlers. A service class
// derives from X::CallbackService and forwards each method in one line:
//
//   grpc::ServerUnaryReactor* GetPaper(grpc::CallbackServerContext* context,
//                                      const GetPaperRequest* request,
//                                      GetPaperResponse* response) override {
//     return rpcs_->Unary("PaperService/GetPaper", context, request, response,
//                         [this](CallContext& call, const auto& request) {
//                           return papers_->Get(call, request);
//                         });
//   }
//
// The handler runs on a bounded executor and may block. When the queue is full
// the call ends with RESOURCE_EXHAUSTED (reason OVERLOADED). Every call ends
// exactly once, is counted and timed per method and code, and is logged when it
// is slow or fails with INTERNAL or UNKNOWN. Exceptions become INTERNAL.
// Callers that RpcRuntime::Options::peers does not allow get PERMISSION_DENIED
// instead of the handler.

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "common/rpc_reactors.h"
#include "common/rpc_runtime.h"
#include "common/rpc_streams.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace broadsheet {

class Rpcs {
 public:
  // `runtime` must outlive this.
  explicit Rpcs(RpcRuntime* runtime) : runtime_(runtime) {}

  // For reactors that none of the below can make (a proxy's streams).
  RpcRuntime* runtime() const { return runtime_; }

  // handler(CallContext&, const Request&) -> absl::StatusOr<Response>, on the
  // executor.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Unary(const char* method,
                                  grpc::CallbackServerContext* context,
                                  const Request* request, Response* response,
                                  Handler handler) {
    auto* reactor = new UnaryReactor(runtime_, method, context);
    reactor->Run(Answer(request, response, std::move(handler)));
    return reactor;
  }

  // The same after `wait`(const CallContext&, std::function<void()> resume),
  // which runs on gRPC's thread, must not block, and calls `resume` exactly
  // once, from any thread: calls can wait for something without a thread each.
  template <class Request, class Response, class Wait, class Handler>
  grpc::ServerUnaryReactor* UnaryAfter(const char* method,
                                       grpc::CallbackServerContext* context,
                                       const Request* request,
                                       Response* response, Wait wait,
                                       Handler handler) {
    auto* reactor = new UnaryReactor(runtime_, method, context);
    if (reactor->EndIfRefused()) return reactor;
    // Resumed and ended on another thread, the reactor may be gone at once.
    const std::shared_ptr<CallContext> call = reactor->call();
    wait(*call, [=, handler = std::move(handler)] {
      reactor->Run(Answer(request, response, handler));
    });
    return reactor;
  }

  // handler(std::shared_ptr<CallContext>, const Request*, Response*,
  // std::function<void(absl::Status)> done), on gRPC's thread: it must not
  // block, and calls `done` exactly once, from any thread. Request and response
  // live until then. For calls that only forward to another service.
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Async(const char* method,
                                  grpc::CallbackServerContext* context,
                                  const Request* request, Response* response,
                                  Handler handler) {
    auto* reactor = new UnaryReactor(runtime_, method, context);
    if (reactor->EndIfRefused()) return reactor;
    handler(reactor->call(), request, response,
            [reactor](const absl::Status& status) { reactor->End(status); });
    return reactor;
  }

  // handler(CallContext&, const Request&, StreamWriter<Response>&) ->
  // absl::Status, on a thread of its own (bounded; RESOURCE_EXHAUSTED beyond).
  template <class Request, class Response, class Handler>
  grpc::ServerWriteReactor<Response>* ServerStream(
      const char* method, grpc::CallbackServerContext* context,
      const Request* request, Handler handler) {
    auto* reactor = new WriteReactor<Response>(runtime_, method, context);
    reactor->Run([=, handler = std::move(handler)](CallContext& call) {
      return handler(call, *request, *reactor);
    });
    return reactor;
  }

  // handler(CallContext&, BidiStream<Request, Response>&) -> absl::Status, on a
  // thread of its own, likewise.
  template <class Request, class Response, class Handler>
  grpc::ServerBidiReactor<Request, Response>* Bidi(
      const char* method, grpc::CallbackServerContext* context,
      Handler handler) {
    auto* reactor =
        new BidiReactor<Request, Response>(runtime_, method, context);
    reactor->Run([=, handler = std::move(handler)](CallContext& call) {
      return handler(call, *reactor);
    });
    return reactor;
  }

 private:
  template <class Request, class Response, class Handler>
  static RpcWork Answer(const Request* request, Response* response,
                        Handler handler) {
    return [=, handler = std::move(handler)](CallContext& call) {
      auto result = handler(call, *request);
      if (result.ok()) *response = *std::move(result);
      return absl::Status(result.status());
    };
  }

  RpcRuntime* runtime_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RPC_H_
