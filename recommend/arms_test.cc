#include "recommend/arms.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/recommender.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::HasSubstr;

std::map<std::string, int> Deal(const Arms& arms) {
  std::map<std::string, int> readers;
  for (int i = 0; i < 10'000; ++i) {
    ++readers[arms.ArmOf(absl::StrCat("reader-", i))->name];
  }
  return readers;
}

TEST(Arms, DealReadersByShares) {
  const auto arms = Arms::Parse("control=30; varied=70 lambda=0.5");
  ASSERT_TRUE(arms.ok()) << arms.status();
  EXPECT_NEAR(Deal(*arms)["control"], 3000, 200);
  EXPECT_NEAR(Deal(*arms)["varied"], 7000, 200);
}

TEST(Arms, LeaveAReaderInOneArm) {
  const auto arms = Arms::Parse("a=1;b=1");
  const auto again = Arms::Parse("a=1;b=1");
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(arms->ArmOf(absl::StrCat(i))->name,
              again->ArmOf(absl::StrCat(i))->name);
  }
}

TEST(Arms, DealAnewForAnotherExperiment) {
  const auto one = Arms::Parse("a=1;b=1");
  const auto other = Arms::Parse("a=1;c=1");
  int moved = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string reader = absl::StrCat(i);
    moved +=
        one->ArmOf(reader)->name == "a" && other->ArmOf(reader)->name != "a";
  }
  EXPECT_NEAR(moved, 250, 60);
}

TEST(Arms, SayWhatIsDifferent) {
  const auto arms =
      Arms::Parse("a=1; b=1 lambda=0.25 per_author=4 text=2 trending=0");
  ASSERT_TRUE(arms.ok()) << arms.status();
  const Arm* b = nullptr;
  for (int i = 0; b == nullptr || b->name != "b"; ++i) {
    b = arms->ArmOf(absl::StrCat(i));
  }
  EXPECT_EQ(b->diversity.lambda, 0.25);
  EXPECT_EQ(b->diversity.max_papers_of_author, 4);
  EXPECT_EQ(b->FactorOf("text"), 2);
  EXPECT_EQ(b->FactorOf("trending"), 0);
  EXPECT_EQ(b->FactorOf("content"), 1);
}

TEST(Arms, AreNoneWithoutAnExperiment) {
  EXPECT_EQ(Arms::Parse("")->ArmOf("ada"), nullptr);
  EXPECT_EQ(Arms().ArmOf("ada"), nullptr);
}

TEST(Arms, RefuseWhatBreaksARuleAndNameIt) {
  const std::map<std::string, std::string> refused = {
      {"a=1", "has not 2 to 20 arms"},
      {"a=1;a=1", "names an arm again"},
      {"a=1;", "is empty"},
      {"a=0;b=1", "no share"},
      {"a;b=1", "no share"},
      {"=1;b=1", "does not begin with a name"},
      {"a b=1;c=1", "no share"},
      {"a=1;b=1 lambda=2", "lambda"},
      {"a=1;b=1 lambda=nan", "lambda"},
      {"a=1;b=1 per_author=0", "per_author"},
      {"a=1;b=1 text=11", "factor"},
      {"a=1;b=1 colour=1", "neither"},
  };
  for (const auto& [text, rule] : refused) {
    const auto arms = Arms::Parse(text);
    EXPECT_FALSE(arms.ok()) << text;
    EXPECT_THAT(std::string(arms.status().message()), HasSubstr(rule)) << text;
  }
}

class ArmFeedsTest : public testing::Test {
 protected:
  ArmFeedsTest() {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i) {
      rows.push_back(MakeRow(MakePaper(absl::StrCat("2602.", 10000 + i),
                                       absl::StrCat("galaxies number ", i),
                                       "A study of galaxies and dust")));
    }
    for (const std::string& reader : readers_) {
      rows.push_back(MakeEvent(reader, v1::EVENT_KIND_SAVE, "2602.10001"));
    }
    engine_.Apply(rows, MakePosition(1));
    engine_.SetReady();
  }

  absl::StatusOr<v1::FeedResponse> Feed(const std::string& arms,
                                        const std::string& reader,
                                        const std::string& token = "") {
    Recommender recommender(&engine_, &clock_,
                            {"secret", "test", *Arms::Parse(arms)});
    CallContext call(absl::Now() + absl::Seconds(5));
    v1::FeedRequest request;
    request.set_reader_id(reader);
    request.set_page_size(5);
    request.set_page_token(token);
    request.set_explain(true);
    return recommender.Feed(call, request);
  }

  const std::vector<std::string> readers_ = {"r0", "r1", "r2", "r3", "r4",
                                             "r5", "r6", "r7", "r8", "r9"};
  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
};

TEST_F(ArmFeedsTest, AreMadeByTheReadersArmAndSaySo) {
  const std::string arms = "control=1; dull=1 exploration=0 fresh=0";
  std::map<std::string, int> seen;
  for (const std::string& reader : readers_) {
    const auto feed = Feed(arms, reader);
    ASSERT_TRUE(feed.ok()) << feed.status();
    const std::string arm =
        feed->info().arm().substr(0, feed->info().arm().find('.'));
    ++seen[arm];
    bool explored = false;
    for (const auto& component : feed->papers(0).components()) {
      explored = explored || component.name() == "exploration";
    }
    EXPECT_EQ(!explored, arm == "dull");
  }
  EXPECT_GT(seen["control"], 0);
  EXPECT_GT(seen["dull"], 0);
  EXPECT_EQ(Feed("", "r0")->info().arm(), "");
}

TEST_F(ArmFeedsTest, GoOnWhenAnExperimentBeginsOrEnds) {
  const auto first = Feed("", "r0");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = Feed("a=1; b=1", "r0", first->next_page_token());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(Feed("", "r0", second->next_page_token()).ok());
}

TEST_F(ArmFeedsTest, AreOfNoArmWhenItChangesNothing) {
  EXPECT_EQ(Feed("a=1; b=1", "nobody")->info().arm(), "");
}

TEST_F(ArmFeedsTest, AreExplainedAsTheyAreMade) {
  Recommender recommender(&engine_, &clock_,
                          {"secret", "test", *Arms::Parse("a=1; b=1 fresh=0")});
  v1::ExplainRequest request;
  request.set_paper_id("2602.10002");
  for (const std::string& reader : readers_) {
    request.set_reader_id(reader);
    CallContext call(absl::Now() + absl::Seconds(5));
    const auto explained = recommender.Explain(call, request);
    ASSERT_TRUE(explained.ok()) << explained.status();
    bool fresh = false;
    for (const auto& component : explained->paper().components()) {
      fresh = fresh || component.name() == "fresh";
    }
    EXPECT_EQ(fresh, explained->info().arm().starts_with("a."));
  }
}

}  // namespace
}  // namespace broadsheet::recommend
