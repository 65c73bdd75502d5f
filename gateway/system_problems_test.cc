#include "gateway/system_problems.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two recommenders that are well.
v1::GetSystemStatusResponse Healthy() {
  v1::GetSystemStatusResponse status;
  v1::HouseStatus* storage = status.add_houses();
  storage->set_name("storage");
  storage->set_ok(true);
  status.mutable_storage()->set_connections(16);
  for (const char* address : {"10.0.0.2:8093", "10.0.0.3:8093"}) {
    v1::RecommenderStatus* one = status.add_recommenders();
    one->set_address(address);
    one->set_ok(true);
    one->mutable_status()->set_ready(true);
    one->mutable_status()->set_model_version("m1");
  }
  *status.mutable_recommender() = status.recommenders(0).status();
  return status;
}

TEST(Problems, AreNoneWhenAllIsWell) {
  EXPECT_THAT(ProblemsOf(Healthy()), IsEmpty());
}

TEST(Problems, NameAHouseThatIsDown) {
  auto status = Healthy();
  status.mutable_houses(0)->set_ok(false);
  status.mutable_houses(0)->set_problem("connection refused");
  EXPECT_THAT(ProblemsOf(status),
              ElementsAre(AllOf(HasSubstr("storage"),
                                HasSubstr("connection refused"))));
}

TEST(Problems, NameTheRecommenderThatIsNotReadyAndTheOneThatIsBehind) {
  auto status = Healthy();
  status.mutable_recommenders(0)->set_ok(false);
  status.mutable_recommenders(0)->set_problem("loading the snapshot");
  status.mutable_recommenders(1)->mutable_status()->set_seconds_behind(7);
  status.mutable_recommenders(1)->mutable_status()->set_changes_behind(41);
  EXPECT_THAT(
      ProblemsOf(status),
      ElementsAre(
          AllOf(HasSubstr("10.0.0.2"), HasSubstr("loading the snapshot")),
          AllOf(HasSubstr("10.0.0.3"), HasSubstr("7 s"), HasSubstr("41"))));
}

TEST(Problems, TellOfAFeedThatStandsStillAndOfAFullPool) {
  auto status = Healthy();
  status.mutable_storage()->set_feed_lag_seconds(12);
  status.mutable_storage()->set_connections_in_use(16);
  EXPECT_THAT(
      ProblemsOf(status),
      ElementsAre(AllOf(HasSubstr("12 s"), HasSubstr("pg_stat_activity")),
                  HasSubstr("--pool-size")));
}

TEST(Problems, TellOfAnEmbeddingServerThatFails) {
  auto status = Healthy();
  auto* encoder =
      status.mutable_recommenders(1)->mutable_status()->mutable_encoder();
  encoder->set_name("bge-small");
  encoder->set_papers_left(12);
  EXPECT_THAT(ProblemsOf(status), IsEmpty());
  encoder->set_trouble("connection refused");
  EXPECT_THAT(ProblemsOf(status),
              ElementsAre(AllOf(HasSubstr("10.0.0.3"), HasSubstr("12 papers"),
                                HasSubstr("bge-small"),
                                HasSubstr("connection refused"))));
}

TEST(Problems, TellOfTwoModelsAtATime) {
  auto status = Healthy();
  status.mutable_recommenders(1)->mutable_status()->set_model_version("m2");
  EXPECT_THAT(ProblemsOf(status),
              ElementsAre(AllOf(HasSubstr("10.0.0.3"), HasSubstr("m2"))));
}

}  // namespace
}  // namespace broadsheet::gateway
