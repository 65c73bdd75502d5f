#ifndef BROADSHEET_CLI_TICKER_H_
#define BROADSHEET_CLI_TICKER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace broadsheet::cli {

// Calls a function again and again on a thread of its own, until destroyed.
class Ticker {
 public:
  Ticker(absl::Duration period, std::function<void()> tick);
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void Run();

  const absl::Duration period_;
  const std::function<void()> tick_;
  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_TICKER_H_
