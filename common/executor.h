#ifndef BROADSHEET_COMMON_EXECUTOR_H_
#define BROADSHEET_COMMON_EXECUTOR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace broadsheet {

// A fixed number of threads behind a bounded queue, for work that blocks:
// gRPC's callback threads are shared by the whole process and must never wait.
// Thread-safe. The destructor runs what is queued, then joins.
class Executor {
 public:
  Executor(int threads, size_t queue_limit);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // False, without running `work`, when the queue is full or Stop was called.
  [[nodiscard]] bool TrySubmit(std::function<void()> work);

  // Work that waits for a thread.
  size_t queued() const;

  // Takes no more work, runs what is queued, joins. Idempotent. Must not be
  // called from one of the executor's own threads.
  void Stop();

 private:
  void Work();

  const size_t queue_limit_;
  mutable std::mutex mu_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;  // GUARDED_BY(mu_)
  bool stopping_ = false;                    // GUARDED_BY(mu_)
  std::vector<std::thread> threads_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_EXECUTOR_H_
