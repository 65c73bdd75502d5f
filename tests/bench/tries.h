#ifndef BROADSHEET_TESTS_BENCH_TRIES_H_
#define BROADSHEET_TESTS_BENCH_TRIES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "tests/bench/freshness.h"

namespace broadsheet::bench {

using RecommendStub = v1::RecommendService::Stub;

std::vector<std::unique_ptr<RecommendStub>> ConnectAll(
    const std::vector<std::string>& targets);

// Asks one recommender again and again until it has what was begun; how long
// that took since `start`, infinite when too long. Thread-safe.
using Wait =
    std::function<absl::Duration(RecommendStub* stub, absl::Time start)>;

// Begins all tries of `options`, on time, and waits for each at every
// recommender at once. `begin` is told the number of the try and answers when
// it is done; nothing when it failed. Prints the times from then on, by
// recommender, after `what`. False when a try failed or took too long.
bool MeasureTries(const FreshnessOptions& options, const char* what,
                  const std::function<std::optional<Wait>(int)>& begin);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_TRIES_H_
