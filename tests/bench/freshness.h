#ifndef BROADSHEET_TESTS_BENCH_FRESHNESS_H_
#define BROADSHEET_TESTS_BENCH_FRESHNESS_H_

#include <string>
#include <vector>

namespace broadsheet::bench {

struct FreshnessOptions {
  // The gateway's gRPC address, and its operator's token.
  std::string gateway;
  std::string token;
  std::vector<std::string> recommenders;
  int tries = 0;
  // Events a second; 0: one after the other.
  double rate = 0;
};

// Writes a vote through the gateway, then asks one recommender, each in turn,
// for the paper with the vote's position: is the vote inside? Prints how often
// it was not, and how long the answers took. False when an answer was stale or
// failed.
bool MeasurePositions(const FreshnessOptions& options);

// Dislikes the first paper of a reader's feed through the gateway and asks each
// recommender, without a position, until that paper has left the feed. Prints
// the times from the acknowledgement, by recommender. False when one took over
// 10 s.
bool MeasureFeeds(const FreshnessOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_FRESHNESS_H_
