#ifndef BROADSHEET_GATEWAY_RPC_STREAM_PROXY_H_
#define BROADSHEET_GATEWAY_RPC_STREAM_PROXY_H_

#include <functional>
#include <mutex>
#include <utility>

#include "common/channel.h"
#include "common/grpc_status.h"
#include "common/rpc_reactors.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/server_callback.h"

namespace broadsheet::gateway {

// Joins a client's stream with one to another house, one message each way: the
// next one is read only when the last one was passed on, which is the
// back-pressure. No thread is held. Deletes itself when both have ended.
//
// Order of ends: the upstream's status comes first and is passed on. A client
// that goes away cancels the upstream. `ended_` keeps the client's messages
// from an upstream that is over: gRPC allows no operation after its end.
template <class Request, class Response>
class StreamProxy final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  using Admit = std::function<absl::Status(CallContext&)>;
  using Connect = std::function<void(
      grpc::ClientContext*, grpc::ClientBidiReactor<Request, Response>*)>;

  // `admit` decides, on an executor thread, whether the call may go on;
  // `connect` starts the upstream call.
  StreamProxy(RpcRuntime* runtime, const char* method,
              grpc::CallbackServerContext* context, Admit admit,
              Connect connect)
      : rpc_(runtime, method, context, /*streaming=*/true),
        context_(context),
        connect_(std::move(connect)),
        upstream_(this) {
    const bool taken = runtime->Submit([this, admit = std::move(admit)] {
      const absl::Status admitted = rpc_.Guard(admit);
      if (admitted.ok()) return Start();
      this->Finish(rpc_.Close(admitted));
    });
    if (!taken) this->Finish(rpc_.Close(RpcCall::Overloaded()));
  }

  void OnCancel() override {
    rpc_.Cancel();
    upstream_context_.TryCancel();
  }
  void OnDone() override { delete this; }

  void OnReadDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mu_);
    if (ended_) return;
    if (ok) {
      upstream_.StartWrite(&request_);
    } else if (context_->IsCancelled()) {
      // Gone, not done: what came last may be cut off.
      upstream_context_.TryCancel();
    } else {
      upstream_.StartWritesDone();
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) upstream_context_.TryCancel();
    // The hold keeps the upstream open for this.
    upstream_.StartRead(&response_);
  }

 private:
  class Upstream final : public grpc::ClientBidiReactor<Request, Response> {
   public:
    explicit Upstream(StreamProxy* proxy) : proxy_(proxy) {}

    void OnWriteDone(bool ok) override {
      if (ok) proxy_->StartRead(&proxy_->request_);
    }
    void OnReadDone(bool ok) override {
      if (ok) return proxy_->StartWrite(&proxy_->response_);
      {
        const std::lock_guard<std::mutex> lock(proxy_->mu_);
        proxy_->ended_ = true;
      }
      this->RemoveHold();
    }
    void OnDone(const grpc::Status& status) override {
      proxy_->Finish(proxy_->rpc_.Close(FromGrpc(status)));
    }

   private:
    StreamProxy* const proxy_;
  };

  // StartCall comes last: an upstream that fails at once ends both calls, and
  // this may be gone before it returns. What the client sends before it waits.
  void Start() {
    PrepareCall(*rpc_.call(), absl::InfiniteDuration(), &upstream_context_);
    connect_(&upstream_context_, &upstream_);
    // Operations on the upstream come from the client's reactions too.
    upstream_.AddHold();
    upstream_.StartRead(&response_);
    this->StartRead(&request_);
    upstream_.StartCall();
  }

  RpcCall rpc_;
  grpc::CallbackServerContext* const context_;
  const Connect connect_;
  grpc::ClientContext upstream_context_;
  Upstream upstream_;
  Request request_;
  Response response_;
  std::mutex mu_;
  bool ended_ = false;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_STREAM_PROXY_H_
