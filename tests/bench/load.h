#ifndef BROADSHEET_TESTS_BENCH_LOAD_H_
#define BROADSHEET_TESTS_BENCH_LOAD_H_

#include <string>

namespace broadsheet::bench {

struct LoadOptions {
  // The gateway's gRPC address.
  std::string gateway;
  int calls = 0;
  // Calls a second, begun on time whatever the earlier ones do; 0: as many as
  // `threads` callers get answered.
  double rate = 0;
  int threads = 16;
};

// Makes a mixture of searches, trending and similar lists; prints failures,
// substitutes, times from when each call was due, and how the calls spread over
// the recommenders. False when a call failed or was answered by a substitute.
bool RunLoad(const LoadOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_LOAD_H_
