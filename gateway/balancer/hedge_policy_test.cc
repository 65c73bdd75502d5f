#include "gateway/balancer/hedge_policy.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

TEST(HedgePolicy, WaitsAboutTwiceThe95thPercentile) {
  HedgePolicy policy({.least = absl::Milliseconds(1)});
  // 1 to 100 ms, in an order without trend: the 95th percentile is 95 ms.
  for (int i = 0; i < 20000; ++i) {
    policy.Observe(absl::Milliseconds(1 + i * 37 % 100));
  }
  EXPECT_GT(policy.Delay(), absl::Milliseconds(160));
  EXPECT_LT(policy.Delay(), absl::Milliseconds(220));
}

TEST(HedgePolicy, StaysWithinItsBounds) {
  HedgePolicy policy({});
  for (int i = 0; i < 5000; ++i) policy.Observe(absl::Microseconds(10));
  EXPECT_EQ(policy.Delay(), absl::Milliseconds(20));
  for (int i = 0; i < 5000; ++i) policy.Observe(absl::Seconds(20));
  EXPECT_EQ(policy.Delay(), absl::Milliseconds(500));
}

TEST(HedgePolicy, AsksTwiceForNoMoreThanItsShare) {
  HedgePolicy policy({});
  int hedged = 0;
  for (int i = 0; i < 10000; ++i) {
    policy.Called();
    if (policy.TryHedge()) ++hedged;
  }
  EXPECT_GE(hedged, 500);
  EXPECT_LE(hedged, 511);
}

}  // namespace
}  // namespace broadsheet::gateway
