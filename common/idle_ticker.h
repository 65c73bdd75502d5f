#ifndef BROADSHEET_COMMON_IDLE_TICKER_H_
#define BROADSHEET_COMMON_IDLE_TICKER_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "grpcpp/server.h"

namespace broadsheet {

// Keeps gRPC 1.51's callback threads awake. All callbacks of a process run on
// clamp(cores / 2, 2, 16) threads that, after a second without work, sleep
// 100 ms at a time, which a call then waits for. A few in-process calls every
// 200 ms keep the second from passing. The calls ask the server's own health.
class IdleTicker {
 public:
  // `server` must outlive this.
  explicit IdleTicker(grpc::Server* server);
  ~IdleTicker();

 private:
  void Tick();
  // Starts one call on each callback thread.
  void CallAll();
  void Call();

  const int threads_;
  std::shared_ptr<grpc::Channel> channel_;
  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  int running_ = 0;        // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_IDLE_TICKER_H_
