#ifndef BROADSHEET_COMMON_SILENCE_WATCH_H_
#define BROADSHEET_COMMON_SILENCE_WATCH_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace broadsheet {

// Notices that something which should be heard of has gone silent: a stream
// with heartbeats whose peer hangs (the connection itself notices much later),
// or an end that does not come. Thread-safe.
class SilenceWatch {
 public:
  // Calls `on_silence`, once, when Heard was not called for `limit`.
  SilenceWatch(absl::Duration limit, std::function<void()> on_silence);
  // `on_silence` does not run after it.
  ~SilenceWatch();

  // From now on silence may last `limit`.
  void Heard(absl::Duration limit);

 private:
  void Run();

  const std::function<void()> on_silence_;
  std::mutex mu_;
  std::condition_variable wake_;
  std::chrono::nanoseconds limit_;  // GUARDED_BY(mu_)
  bool heard_ = false;              // GUARDED_BY(mu_); since the last look.
  bool stopping_ = false;           // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_SILENCE_WATCH_H_
