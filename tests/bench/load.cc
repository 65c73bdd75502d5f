#include "tests/bench/load.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

using v1::RecommendService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr int kPrintedErrors = 5;
constexpr std::array kQueries = {"attention",           "graph neural networks",
                                 "dark matter",         "protein structure",
                                 "quantum error",       "large language models",
                                 "reinforcement learn", "galaxy",
                                 "diffusion models",    "speech recognition"};

// What came of all calls. Thread-safe.
class Tally {
 public:
  void Count(const grpc::Status& status, const v1::ListInfo& info,
             absl::Duration took) {
    times_.Add(took);
    std::lock_guard lock(mu_);
    if (!status.ok()) {
      if (++failed_ > kPrintedErrors) return;
      std::fprintf(stderr, "failed: %s\n", status.error_message().c_str());
      return;
    }
    if (!info.degraded().empty()) {
      ++substituted_;
      return;
    }
    ++by_replica_[info.replica()];
  }

  bool Print(absl::Duration elapsed) const {
    std::lock_guard lock(mu_);
    std::printf(
        "%zu calls in %.1f s (%.0f/s): %d failed, %d substitutes; %s\n",
        times_.count(), absl::ToDoubleSeconds(elapsed),
        static_cast<double>(times_.count()) / absl::ToDoubleSeconds(elapsed),
        failed_, substituted_, times_.Summary().c_str());
    for (const auto& [replica, count] : by_replica_) {
      std::printf("  %-40s %d\n", replica.c_str(), count);
    }
    return failed_ == 0 && substituted_ == 0;
  }

 private:
  Times times_;
  mutable std::mutex mu_;
  int failed_ = 0;                         // GUARDED_BY(mu_)
  int substituted_ = 0;                    // GUARDED_BY(mu_)
  std::map<std::string, int> by_replica_;  // GUARDED_BY(mu_)
};

template <class Request, class Response>
void Time(RecommendService::Stub* stub,
          grpc::Status (RecommendService::Stub::*method)(grpc::ClientContext*,
                                                         const Request&,
                                                         Response*),
          const Request& request, absl::Time due, Tally* tally) {
  Response response;
  const grpc::Status status =
      (stub->*method)(NewCall(kCallLimit).get(), request, &response);
  tally->Count(status, response.info(), absl::Now() - due);
}

// Two searches, a trending list and a similar list in turn.
void MakeCall(RecommendService::Stub* stub, int number, absl::Time due,
              Tally* tally) {
  if (number % 4 == 2) {
    v1::TrendingRequest trending;
    return Time(stub, &RecommendService::Stub::Trending, trending, due, tally);
  }
  if (number % 4 == 3) {
    v1::SimilarRequest similar;
    similar.set_paper_id("1706.03762");
    return Time(stub, &RecommendService::Stub::Similar, similar, due, tally);
  }
  v1::SearchRequest search;
  search.set_query(kQueries[static_cast<size_t>(number) % kQueries.size()]);
  Time(stub, &RecommendService::Stub::Search, search, due, tally);
}

void CallInTurn(const LoadOptions& options, absl::Time start,
                std::atomic<int>* next, Tally* tally) {
  const auto stub = RecommendService::NewStub(Connect(options.gateway));
  for (int number = (*next)++; number < options.calls; number = (*next)++) {
    absl::Time due = absl::Now();
    if (options.rate > 0) {
      due = start + absl::Seconds(number / options.rate);
      absl::SleepFor(due - absl::Now());
    }
    MakeCall(stub.get(), number, due, tally);
  }
}

}  // namespace

bool RunLoad(const LoadOptions& options) {
  Tally tally;
  std::atomic<int> next{0};
  const absl::Time start = absl::Now();
  std::vector<std::thread> callers;
  for (int i = 0; i < options.threads; ++i) {
    callers.emplace_back([&] { CallInTurn(options, start, &next, &tally); });
  }
  for (std::thread& caller : callers) caller.join();
  return tally.Print(absl::Now() - start);
}

}  // namespace broadsheet::bench
