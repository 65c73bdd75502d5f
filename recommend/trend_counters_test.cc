#include "recommend/trend_counters.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

constexpr absl::Duration kHalfLife = absl::Hours(72);
const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

TEST(TrendCounters, HalvesAttentionInOneHalfLife) {
  TrendCounters counters(kHalfLife);
  counters.Add(1, 4, kNow);
  EXPECT_NEAR(counters.Score(1, kNow), 4, 1e-5);
  EXPECT_NEAR(counters.Score(1, kNow + kHalfLife), 2, 1e-5);
  EXPECT_NEAR(counters.Score(1, kNow + 2 * kHalfLife), 1, 1e-5);
  EXPECT_EQ(counters.Score(2, kNow), 0);
}

TEST(TrendCounters, DoesNotDependOnTheOrderOfArrival) {
  struct Event {
    DocId doc;
    int64_t weight;
    absl::Time at;
  };
  std::mt19937 random(7);
  std::vector<Event> events;
  for (int i = 0; i < 500; ++i) {
    events.push_back({static_cast<DocId>(random() % 20),
                      static_cast<int64_t>(random() % 5 + 1),
                      kNow - absl::Seconds(random() % 3'000'000)});
  }
  TrendCounters first(kHalfLife);
  for (const Event& e : events) first.Add(e.doc, e.weight, e.at);
  std::shuffle(events.begin(), events.end(), random);
  TrendCounters second(kHalfLife);
  for (const Event& e : events) second.Add(e.doc, e.weight, e.at);
  for (DocId doc = 0; doc < 20; ++doc) {
    EXPECT_EQ(first.Score(doc, kNow), second.Score(doc, kNow)) << doc;
  }
}

TEST(TrendCounters, ForgetsWhatWasUndone) {
  TrendCounters counters(kHalfLife);
  counters.Add(3, 4, kNow);
  counters.Add(3, -4, kNow);
  EXPECT_TRUE(counters.Papers().empty());
}

TEST(TrendCounters, TakesTimesOfAllCenturies) {
  TrendCounters counters(absl::Hours(1));
  counters.Add(0, 1, absl::FromUnixSeconds(-2'000'000'000));
  counters.Add(0, 1, absl::FromUnixSeconds(4'000'000'000));
  EXPECT_GE(counters.Score(0, kNow), 0);
  EXPECT_TRUE(std::isfinite(counters.Score(0, kNow)));
}

}  // namespace
}  // namespace broadsheet::recommend
