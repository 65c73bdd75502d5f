#ifndef BROADSHEET_COMMON_RPC_RUNTIME_H_
#define BROADSHEET_COMMON_RPC_RUNTIME_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/executor.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "common/peer_policy.h"

namespace broadsheet {

// What the calls of one server share: where their handlers run, and where they
// are counted. Thread-safe.
class RpcRuntime {
 public:
  struct Options {
    int workers = 16;
    size_t queue_limit = 1024;
    int stream_limit = 128;
    // Calls without a deadline, or with a longer one, get this one. Streams
    // live as long as their client wants.
    absl::Duration max_deadline = absl::Minutes(2);
    // Calls that take longer are logged.
    absl::Duration slow = absl::Seconds(2);
    // Others' calls are refused before their handlers run.
    PeerPolicy peers = {};
  };

  // `log` and `metrics` must outlive this.
  RpcRuntime(const Options& options, const Logger* log, Metrics* metrics);
  ~RpcRuntime();

  // False when the queue is full or the server stops.
  [[nodiscard]] bool Submit(std::function<void()> work);
  // Runs `work` on a thread of its own; false beyond the limit.
  [[nodiscard]] bool SubmitStream(std::function<void()> work);
  // Calls that wait for a thread.
  size_t queued() const { return executor_.queued(); }
  // Returns when no handler runs. New work is refused from then on.
  void Stop();

  void Started(const char* method);
  // Streams last as long as their clients want: they are never slow.
  void Ended(const char* method, const CallContext& call, bool streaming,
             const absl::Status& status, absl::Duration took);

  const Options& options() const { return options_; }

 private:
  struct Method;

  Method& Find(const char* method);

  const Options options_;
  const Logger* log_;
  Metrics* metrics_;
  Metrics::Gauge& streams_gauge_;

  std::shared_mutex methods_mu_;
  std::map<std::string, std::unique_ptr<Method>>
      methods_;  // GUARDED_BY(methods_mu_)

  std::mutex streams_mu_;
  std::condition_variable streams_ended_;
  int streams_ = 0;        // GUARDED_BY(streams_mu_)
  bool stopping_ = false;  // GUARDED_BY(streams_mu_)

  Executor executor_;  // Last: its threads use what is above.
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_RPC_RUNTIME_H_
