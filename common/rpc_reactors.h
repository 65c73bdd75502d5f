#ifndef BROADSHEET_COMMON_RPC_REACTORS_H_
#define BROADSHEET_COMMON_RPC_REACTORS_H_

// The reactors behind common/rpc.h. Each deletes itself in OnDone, which gRPC
// calls once, after Finish and after every other reaction.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/rpc_runtime.h"
#include "common/rpc_streams.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "grpcpp/support/status.h"

namespace broadsheet {

using RpcWork = std::function<absl::Status(CallContext&)>;

// One call: what all kinds of reactors share.
class RpcCall {
 public:
  // `streaming`: the deadline is not clamped.
  RpcCall(RpcRuntime* runtime, const char* method,
          grpc::CallbackServerContext* context, bool streaming);

  const std::shared_ptr<CallContext>& call() const { return call_; }
  void Cancel() { cancellation_->Cancel(); }

  // An error when the caller may not call this service: its handler must not
  // run. Guard knows; who does without Guard must ask.
  const absl::Status& admission() const { return admission_; }
  // `work`'s status; exceptions become INTERNAL, and a call that is not
  // admitted, or is over before it begins, is not worked on.
  absl::Status Guard(const RpcWork& work);
  // Counts the call, moves its trailers, converts the status. Once, just before
  // Finish.
  grpc::Status Close(const absl::Status& status);
  static absl::Status Overloaded();

  RpcRuntime* runtime() const { return runtime_; }

 private:
  RpcRuntime* runtime_;
  const char* method_;
  grpc::CallbackServerContext* context_;
  bool streaming_;
  absl::Time started_;
  absl::Status admission_;
  std::shared_ptr<Cancellation> cancellation_;
  std::shared_ptr<CallContext> call_;
};

class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  UnaryReactor(RpcRuntime* runtime, const char* method,
               grpc::CallbackServerContext* context)
      : rpc_(runtime, method, context, /*streaming=*/false) {}

  std::shared_ptr<CallContext> call() const { return rpc_.call(); }
  void Run(RpcWork work);
  // Nothing of this may be touched afterwards.
  void End(const absl::Status& status) { Finish(rpc_.Close(status)); }
  // Ends a call that is not admitted: true when it did.
  bool EndIfRefused();

  void OnCancel() override { rpc_.Cancel(); }
  void OnDone() override { delete this; }

 private:
  RpcCall rpc_;
};

// Turns "start" and "done" into a call that blocks. One user at a time.
class BlockingOperation {
 public:
  void Begin() {
    std::lock_guard<std::mutex> lock(mu_);
    done_ = false;
  }
  void Done(bool ok) {
    std::lock_guard<std::mutex> lock(mu_);
    done_ = true;
    ok_ = ok;
    wake_.notify_one();
  }
  bool Wait() {
    std::unique_lock<std::mutex> lock(mu_);
    wake_.wait(lock, [this] { return done_; });
    return ok_;
  }

 private:
  std::mutex mu_;
  std::condition_variable wake_;
  bool done_ = false;  // GUARDED_BY(mu_)
  bool ok_ = false;    // GUARDED_BY(mu_)
};

// Starts the handler of a stream on a thread of its own; ends the stream with
// what it answers.
template <class Reactor>
void RunStream(Reactor* reactor, RpcCall* rpc, RpcWork work) {
  const bool taken =
      rpc->runtime()->SubmitStream([reactor, rpc, work = std::move(work)] {
        reactor->Finish(rpc->Close(rpc->Guard(work)));
      });
  if (!taken) reactor->Finish(rpc->Close(RpcCall::Overloaded()));
}

template <class Response>
class WriteReactor final : public grpc::ServerWriteReactor<Response>,
                           public StreamWriter<Response> {
 public:
  WriteReactor(RpcRuntime* runtime, const char* method,
               grpc::CallbackServerContext* context)
      : rpc_(runtime, method, context, /*streaming=*/true) {}

  void Run(RpcWork work) { RunStream(this, &rpc_, std::move(work)); }

  bool Write(const Response& response) override {
    write_.Begin();
    this->StartWrite(&response);
    return write_.Wait();
  }

  void OnWriteDone(bool ok) override { write_.Done(ok); }
  void OnCancel() override { rpc_.Cancel(); }
  void OnDone() override { delete this; }

 private:
  RpcCall rpc_;
  BlockingOperation write_;
};

template <class Request, class Response>
class BidiReactor final : public grpc::ServerBidiReactor<Request, Response>,
                          public BidiStream<Request, Response> {
 public:
  BidiReactor(RpcRuntime* runtime, const char* method,
              grpc::CallbackServerContext* context)
      : rpc_(runtime, method, context, /*streaming=*/true) {}

  void Run(RpcWork work) { RunStream(this, &rpc_, std::move(work)); }

  bool Read(Request* request) override {
    read_.Begin();
    this->StartRead(request);
    return read_.Wait();
  }

  bool Write(const Response& response) override {
    write_.Begin();
    this->StartWrite(&response);
    return write_.Wait();
  }

  void OnReadDone(bool ok) override { read_.Done(ok); }
  void OnWriteDone(bool ok) override { write_.Done(ok); }
  void OnCancel() override { rpc_.Cancel(); }
  void OnDone() override { delete this; }

 private:
  RpcCall rpc_;
  BlockingOperation read_;
  BlockingOperation write_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RPC_REACTORS_H_
