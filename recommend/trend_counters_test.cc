#include "recommend/trend_counters.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

constexpr absl::Duration kHalfLife = absl::Hours(72);
const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

bool All(DocId) { return true; }

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
  EXPECT_TRUE(counters.Best(10, kNow, All).empty());
}

TEST(TrendCounters, FindsTheBestAmongThoseAdmitted) {
  std::mt19937 random(9);
  TrendCounters counters(kHalfLife);
  for (int i = 0; i < 3000; ++i) {
    counters.Add(static_cast<DocId>(random() % 300),
                 static_cast<int64_t>(random() % 5) - 1,
                 kNow - absl::Seconds(random() % 30'000'000));
  }
  const auto even = [](DocId doc) { return doc % 2 == 0; };
  std::vector<double> all;
  for (DocId doc = 0; doc < 300; doc += 2) {
    if (counters.Score(doc, kNow) > 0) all.push_back(counters.Score(doc, kNow));
  }
  std::sort(all.rbegin(), all.rend());
  for (const size_t limit : {1u, 10u, 1000u}) {
    std::vector<double> best;
    for (const auto& [doc, score] : counters.Best(limit, kNow, even)) {
      EXPECT_TRUE(even(doc));
      EXPECT_EQ(score, counters.Score(doc, kNow));
      best.push_back(score);
    }
    std::sort(best.rbegin(), best.rend());
    const size_t count = std::min(limit, all.size());
    ASSERT_GE(best.size(), count);
    best.resize(count);
    EXPECT_EQ(best, std::vector<double>(all.begin(), all.begin() + count));
  }
}

TEST(TrendCounters, NamesAllThatAreLevelWithTheLast) {
  TrendCounters counters(kHalfLife);
  for (DocId doc = 0; doc < 5; ++doc) counters.Add(doc, 1, kNow);
  counters.Add(5, 2, kNow);
  EXPECT_EQ(counters.Best(2, kNow, All).size(), 6u);
  EXPECT_EQ(counters.Best(1, kNow, All).size(), 1u);
  EXPECT_TRUE(counters.Best(0, kNow, All).empty());
}

TEST(TrendCounters, LooksAtNoMoreThanItMay) {
  TrendCounters counters(kHalfLife);
  for (DocId doc = 0; doc < 9; ++doc) counters.Add(doc, 1 + doc / 2, kNow);
  std::vector<DocId> looked;
  const auto none = [&](DocId doc) {
    looked.push_back(doc);
    return false;
  };
  counters.Best(5, kNow, none, 2);
  // The second is level with the third.
  EXPECT_EQ(looked.size(), 3u);
  EXPECT_EQ(counters.Best(5, kNow, All, 2).size(), 3u);
}

TEST(TrendCounters, FindsTheBestOfATimeLongBeforeTheEvents) {
  TrendCounters counters(kHalfLife);
  counters.Add(1, 1, kNow);
  counters.Add(2, 50, kNow - 100 * kHalfLife);
  const absl::Time past = kNow - 200 * kHalfLife;
  EXPECT_GT(counters.Score(1, past), counters.Score(2, past));
  const auto best = counters.Best(1, past, All);
  ASSERT_EQ(best.size(), 1u);
  EXPECT_EQ(best[0].doc, 1u);
}

TEST(TrendCounters, FindsNothingOfWhatIsForgotten) {
  TrendCounters counters(kHalfLife);
  counters.Add(1, 4, kNow - 100 * kHalfLife);
  counters.Add(2, 4, kNow);
  EXPECT_EQ(counters.Best(10, kNow, All).size(), 1u);
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
