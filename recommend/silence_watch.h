#ifndef BROADSHEET_RECOMMEND_SILENCE_WATCH_H_
#define BROADSHEET_RECOMMEND_SILENCE_WATCH_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace broadsheet::recommend {

// Notices that a stream with heartbeats has gone silent: its peer hangs, or
// the network swallows what it sends, which the connection itself notices much
// later. Thread-safe.
class SilenceWatch {
 public:
  // Calls `on_silence`, once, when Heard was not called for `limit`.
  SilenceWatch(absl::Duration limit, std::function<void()> on_silence);
  // `on_silence` does not run after it.
  ~SilenceWatch();

  void Heard();

 private:
  void Run();

  const std::chrono::nanoseconds limit_;
  const std::function<void()> on_silence_;
  std::mutex mu_;
  std::condition_variable wake_;
  bool heard_ = false;     // GUARDED_BY(mu_); since the last look.
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SILENCE_WATCH_H_
