#ifndef BROADSHEET_TESTS_BENCH_FOUND_H_
#define BROADSHEET_TESTS_BENCH_FOUND_H_

#include "tests/bench/freshness.h"

namespace broadsheet::bench {

// Sends papers through the gateway, each with a word in its title that no other
// has, and searches at each recommender, without a position, until the paper is
// found. Prints the times from the acknowledgement, by recommender. False when
// a paper was refused or not found within 10 s.
bool MeasureFound(const FreshnessOptions& options);

// The same until papers are among the first 20 that are similar to another one
// of the same words, or of the feed of a reader who saved that.
bool MeasureNewInSimilar(const FreshnessOptions& options);
bool MeasureNewInFeeds(const FreshnessOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_FOUND_H_
