#ifndef BROADSHEET_TESTS_BENCH_MEASURES_H_
#define BROADSHEET_TESTS_BENCH_MEASURES_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace broadsheet::bench {

// Durations of many threads. Thread-safe.
class Times {
 public:
  void Add(absl::Duration time);
  size_t count() const;
  // "p50 1.20 ms, p99 3.40 ms, p99.9 5.00 ms, maximum 6.10 ms"; "none" when
  // there are none.
  std::string Summary() const;

 private:
  mutable std::mutex mu_;
  std::vector<absl::Duration> times_;  // GUARDED_BY(mu_)
};

// A connection of its own, not shared with other channels of the process.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

// A deadline, and a token when there is one.
std::unique_ptr<grpc::ClientContext> NewCall(absl::Duration limit,
                                             const std::string& token = "");

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_MEASURES_H_
