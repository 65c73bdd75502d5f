#include "ingest/operations.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(Operations, KeepsTheLatestAndAllThatRun) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  Operations operations(2, &clock);
  ASSERT_TRUE(operations.Begin("a", "A").ok());
  ASSERT_TRUE(operations.Begin("b", "B").ok());
  EXPECT_EQ(operations.Begin("c", "C").status().code(),
            absl::StatusCode::kUnavailable);
  operations.End("b", absl::OkStatus());
  EXPECT_TRUE(operations.Begin("c", "C").ok());
  EXPECT_TRUE(operations.Find("a").ok());
  EXPECT_FALSE(operations.Find("b").ok());
}

TEST(Operations, TellsHowFarOneIs) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  Operations operations(2, &clock);
  EXPECT_TRUE(operations.Begin("a", "A")->is_new);
  operations.SetTotal("a", 10);
  operations.AddDone("a", 3, 1);
  operations.AddDone("a", 2, 0);
  clock.Advance(absl::Seconds(5));
  operations.End("a", absl::UnavailableError("gone"));
  const auto begun = operations.Begin("a", "A");
  ASSERT_TRUE(begun.ok());
  EXPECT_FALSE(begun->is_new);
  EXPECT_EQ(begun->operation.items_done(), 5);
  EXPECT_EQ(begun->operation.items_refused(), 1);
  EXPECT_EQ(begun->operation.items_total(), 10);
  EXPECT_EQ(begun->operation.error(), "gone");
  EXPECT_EQ(begun->operation.ended_at().seconds(), 1005);
}

}  // namespace
}  // namespace broadsheet::ingest
