#ifndef BROADSHEET_GATEWAY_HTTP_RUNNING_CALLS_H_
#define BROADSHEET_GATEWAY_HTTP_RUNNING_CALLS_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "common/call_context.h"

namespace broadsheet::gateway {

// Calls that no thread waits for, so that whoever they use can outlive them.
// Thread-safe.
class RunningCalls {
 public:
  // At most so many at a time.
  explicit RunningCalls(size_t most) : most_(most) {}

  // `call` runs until the result goes, which it may keep: the call is not kept
  // here. Null when as many run as may.
  std::shared_ptr<void> Add(const std::shared_ptr<CallContext>& call);

  // Cancels all and waits until none runs. No call may begin meanwhile.
  void Stop();

 private:
  void Remove(int64_t number);

  const size_t most_;
  std::mutex mu_;
  std::condition_variable none_;
  int64_t last_ = 0;                                       // GUARDED_BY(mu_)
  std::map<int64_t, std::weak_ptr<CallContext>> running_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_RUNNING_CALLS_H_
