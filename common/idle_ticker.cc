#include "common/idle_ticker.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/slice.h"

namespace broadsheet {
namespace {

constexpr std::chrono::milliseconds kPeriod(200);

// One in-flight call; deletes itself when it ended.
struct HealthCall {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

}  // namespace

IdleTicker::IdleTicker(grpc::Server* server)
    : threads_(std::clamp(
          static_cast<int>(std::thread::hardware_concurrency()) / 2, 2, 16)),
      channel_(server->InProcessChannel(grpc::ChannelArguments())),
      thread_([this] { Tick(); }) {}

IdleTicker::~IdleTicker() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void IdleTicker::Tick() {
  std::unique_lock<std::mutex> lock(mu_);
  while (!wake_.wait_for(lock, kPeriod, [this] { return stopping_; })) {
    if (running_ > 0) continue;
    running_ = 2 * threads_;
    lock.unlock();
    CallAll();
    lock.lock();
  }
  wake_.wait(lock, [this] { return running_ == 0; });
}

void IdleTicker::CallAll() {
  for (int i = 0; i < 2 * threads_; ++i) Call();
}

void IdleTicker::Call() {
  auto* call = new HealthCall;
  call->context.set_deadline(std::chrono::system_clock::now() +
                             std::chrono::seconds(1));
  // An empty HealthCheckRequest: the health of the whole server.
  grpc::Slice empty;
  call->request = grpc::ByteBuffer(&empty, 1);
  grpc::GenericStub stub(channel_);
  stub.UnaryCall(&call->context, "/grpc.health.v1.Health/Check", {},
                 &call->request, &call->response,
                 [this, call](const grpc::Status&) {
                   delete call;
                   std::lock_guard<std::mutex> lock(mu_);
                   --running_;
                   wake_.notify_all();
                 });
}

}  // namespace broadsheet
