#include "storage/feed_trimmer.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/feed_follower.h"
#include "storage/migrated_template.h"
#include "storage/test_store.h"
#include "tests/support/test_cluster.h"

namespace broadsheet::storage {
namespace {

// The horizon, by which changes are marked, is one per cluster.
class FeedTrimmerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = new testing::TestCluster;
    MakeMigratedTemplate(*cluster_);
  }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }

  FeedTrimmerTest() : store_(*cluster_) {}

  FeedTrimmer Trimmer(const std::string& owner = "one") {
    FeedTrimmer::Options options;
    options.retention = absl::Hours(1);
    options.batch = 2;
    options.owner = owner;
    return FeedTrimmer(&store_.database, &store_.repositories.leases,
                       &store_.clock, store_.log, &store_.metrics, options);
  }

  size_t Kept() { return store_.Changes().size(); }

  static testing::TestCluster* cluster_;
  TestStore store_;
};

testing::TestCluster* FeedTrimmerTest::cluster_ = nullptr;

TEST_F(FeedTrimmerTest, DeletesWhatIsOlderThanTheRetention) {
  FeedTrimmer trimmer = Trimmer();
  store_.AddPapers({"a:1", "a:2", "a:3"});
  store_.AddPapers({"a:4", "a:5"});
  EXPECT_EQ(trimmer.Trim().value(), 0);
  store_.AddPapers({"b:1"});
  store_.clock.Advance(absl::Minutes(59));
  EXPECT_EQ(trimmer.Trim().value(), 0);
  EXPECT_EQ(Kept(), 6u);
  store_.clock.Advance(absl::Minutes(1));
  EXPECT_EQ(trimmer.Trim().value(), 5);
  ASSERT_EQ(Kept(), 1u);
  EXPECT_EQ(store_.Changes()[0].paper().id(), "b:1");
}

TEST_F(FeedTrimmerTest, SendsFollowersThatAreBehindToASnapshot) {
  FeedTrimmer trimmer = Trimmer();
  const auto first = store_.feed_store.Open(TestCall());
  ASSERT_TRUE(first.ok());
  internal::v1::Cursor cursor;
  cursor.set_epoch(first->epoch);
  store_.AddPapers({"a:1"});
  ASSERT_TRUE(trimmer.Trim().ok());
  store_.clock.Advance(absl::Hours(2));
  ASSERT_EQ(trimmer.Trim().value(), 1);
  auto feed = store_.StartFeed();
  auto follower =
      FeedFollower::Open(feed.get(), &store_.feed_store, &store_.clock, cursor);
  ASSERT_TRUE(follower.ok());
  EXPECT_EQ(ReasonOf(follower->Next(TestCall()).status()), "FEED_TRIMMED");
}

TEST_F(FeedTrimmerTest, FinishesWhatAnotherBegan) {
  store_.AddPapers({"a:1", "a:2"});
  // It marked and moved the border, then it was killed.
  store_.Run(
      "insert into feed_marks select '2026-11-23 10:00+00', "
      "pg_current_xact_id()");
  store_.Run(
      "update feed_state set trimmed_below = (select horizon "
      "from feed_marks)");
  EXPECT_EQ(Trimmer().Trim().value(), 2);
}

TEST_F(FeedTrimmerTest, LeavesItToTheHolderOfTheLease) {
  FeedTrimmer one = Trimmer("one");
  FeedTrimmer two = Trimmer("two");
  EXPECT_TRUE(one.Trim().ok());
  EXPECT_EQ(ReasonOf(two.Trim().status()), "LEASE_HELD");
}

TEST_F(FeedTrimmerTest, ForgetsMarksThatNoLongerMatter) {
  FeedTrimmer trimmer = Trimmer();
  for (int hour = 0; hour < 5; ++hour) {
    ASSERT_TRUE(trimmer.Trim().ok());
    store_.clock.Advance(absl::Minutes(30));
  }
  EXPECT_EQ(std::stoi(store_.Run("select count(*) from feed_marks")), 3);
}

}  // namespace
}  // namespace broadsheet::storage
