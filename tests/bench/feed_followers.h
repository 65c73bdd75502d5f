#ifndef BROADSHEET_TESTS_BENCH_FEED_FOLLOWERS_H_
#define BROADSHEET_TESTS_BENCH_FEED_FOLLOWERS_H_

#include <string>

namespace broadsheet::bench {

struct FeedFollowersOptions {
  std::string storage;  // Its gRPC address.
  int followers = 20;
  int rate = 1000;  // Changes a second.
  int batch = 10;   // Changes of one transaction.
  int seconds = 20;
};

// Appends views at a steady rate and lets followers watch the change feed.
// Prints how long each change took to each follower, from the sending of its
// write and from the acknowledgement. False when a change was missed, came
// twice or a call failed. There must be a paper.
bool MeasureFeedFollowers(const FeedFollowersOptions& options);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_FEED_FOLLOWERS_H_
