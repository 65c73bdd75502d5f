#include "common/metrics.h"

#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, ShowWhatWasCounted) {
  Metrics metrics;
  metrics.MakeCounter("papers_total", "Papers", {{"outcome", "created"}})
      .Add(3);
  metrics.MakeGauge("queue", "Queue").Set(7);
  metrics.MakeHistogram("seconds", "Time").Observe(absl::Milliseconds(3));
  const std::string text = metrics.Text();
  EXPECT_THAT(text,
              HasSubstr("broadsheet_papers_total{outcome=\"created\"} 3"));
  EXPECT_THAT(text, HasSubstr("broadsheet_queue 7"));
  EXPECT_THAT(text, HasSubstr("broadsheet_seconds_count 1"));
}

TEST(Metrics, GiveTheSameCounterForTheSameNameAndLabels) {
  Metrics metrics;
  auto& first = metrics.MakeCounter("n", "help", {{"a", "1"}});
  EXPECT_EQ(&first, &metrics.MakeCounter("n", "help", {{"a", "1"}}));
  EXPECT_NE(&first, &metrics.MakeCounter("n", "help", {{"a", "2"}}));
}

TEST(Metrics, RefreshesGaugesBeforeEachText) {
  Metrics metrics;
  auto& depth = metrics.MakeGauge("depth", "Of a queue");
  int now = 3;
  metrics.BeforeText([&] { depth.Set(now); });
  EXPECT_THAT(metrics.Text(), HasSubstr("broadsheet_depth 3"));
  now = 0;
  EXPECT_THAT(metrics.Text(), HasSubstr("broadsheet_depth 0"));
}

}  // namespace
}  // namespace broadsheet
