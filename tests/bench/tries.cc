#include "tests/bench/tries.h"

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {

std::vector<std::unique_ptr<RecommendStub>> ConnectAll(
    const std::vector<std::string>& targets) {
  std::vector<std::unique_ptr<RecommendStub>> stubs;
  for (const std::string& target : targets) {
    stubs.push_back(v1::RecommendService::NewStub(Connect(target)));
  }
  return stubs;
}

bool MeasureTries(const FreshnessOptions& options, const char* what,
                  const std::function<std::optional<Wait>(int)>& begin) {
  const auto readers = ConnectAll(options.recommenders);
  std::vector<Times> times(readers.size());
  std::atomic<bool> good{true};
  std::vector<std::thread> polls;
  const absl::Time first = absl::Now();
  for (int i = 0; i < options.tries && good; ++i) {
    if (options.rate > 0) {
      absl::SleepFor(first + absl::Seconds(i / options.rate) - absl::Now());
    }
    const auto wait = begin(i);
    if (!wait) good = false;
    const absl::Time start = absl::Now();
    for (size_t k = 0; wait && k < readers.size(); ++k) {
      polls.emplace_back([&, k, wait, start] {
        const absl::Duration took = (*wait)(readers[k].get(), start);
        if (took == absl::InfiniteDuration()) good = false;
        times[k].Add(took);
      });
    }
  }
  for (std::thread& poll : polls) poll.join();
  for (size_t k = 0; k < readers.size(); ++k) {
    std::printf("%s at %s, %zu times: %s\n", what,
                options.recommenders[k].c_str(), times[k].count(),
                times[k].Summary().c_str());
  }
  return good;
}

}  // namespace broadsheet::bench
