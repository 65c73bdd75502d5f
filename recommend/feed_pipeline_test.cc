#include "recommend/feed_pipeline.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_feed.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

Row Follow(const std::string& target) {
  v1::Event event = MakeEvent("ada", v1::EVENT_KIND_FOLLOW, "");
  event.set_target(target);
  return event;
}

// "g0" to "g9" on galaxies, "p0" to "p9" on proteins; all of yesterday.
std::vector<Row> Papers() {
  std::vector<Row> rows;
  for (int i = 0; i < 10; ++i) {
    rows.push_back(
        MakeRow(MakePaper(absl::StrCat("g", i), "Galaxies", "stars and dust")));
    rows.push_back(MakeRow(
        MakePaper(absl::StrCat("p", i), "Proteins", "cells and enzymes")));
  }
  return rows;
}

class FeedPipelineTest : public ::testing::Test {
 protected:
  FeedPipelineTest() { options_.as_of = kTestNow; }

  std::vector<ListItem> Make(const std::vector<Row>& rows) {
    feed_.emplace(rows);
    const FeedContext& context = feed_->context();
    return FeedPipeline(&pool_).Make(
        feed_->model(), {context.reader, context.reader_number, {}},
        *context.filter, options_);
  }
  std::vector<std::string> Ids(const std::vector<ListItem>& items) const {
    std::vector<std::string> ids;
    for (const ListItem& item : items) {
      ids.push_back(feed_->model().catalogue().id(item.doc));
    }
    return ids;
  }

  ScoreMapPool pool_;
  FeedOptions options_;
  std::optional<FeedInTheMaking> feed_;
};

TEST_F(FeedPipelineTest, MakesNothingForWhoTellsNothing) {
  EXPECT_THAT(Make(Papers()), IsEmpty());
}

TEST_F(FeedPipelineTest, PutsWhatIsLikeTheReadersPapersFirst) {
  std::vector<Row> rows = Papers();
  rows.emplace_back(MakeEvent("ada", v1::EVENT_KIND_SAVE, "g0"));
  rows.emplace_back(MakeEvent("ada", v1::EVENT_KIND_HIDE, "g1"));
  options_.by_relevance = true;
  const auto ids = Ids(Make(rows));
  ASSERT_GE(ids.size(), 9u);
  for (int i = 0; i < 9; ++i) EXPECT_THAT(ids[i], StartsWith("g"));
  EXPECT_THAT(ids, Not(Contains("g1")));
}

TEST_F(FeedPipelineTest, RanksGivenCandidatesAlone) {
  std::vector<Row> rows = Papers();
  rows.emplace_back(MakeEvent("ada", v1::EVENT_KIND_SAVE, "g0"));
  options_.by_relevance = true;
  Make(rows);
  options_.candidates = {feed_->Doc("p1"), feed_->Doc("g2")};
  EXPECT_THAT(Ids(Make(rows)), ElementsAre("g2", "p1"));
}

TEST_F(FeedPipelineTest, TellsThePartOfEachSourceThatApplies) {
  std::vector<Row> rows = Papers();
  rows.emplace_back(MakeEvent("ada", v1::EVENT_KIND_SAVE, "g0"));
  options_.explain = true;
  const auto named = [&] {
    std::vector<std::string> names;
    const auto items = Make(rows);
    for (const auto& [name, part] : items.at(0).components) {
      names.push_back(name);
    }
    return names;
  };
  EXPECT_THAT(named(), ElementsAre("collaborative", "content", "trending",
                                   "fresh", "exploration"));
  rows.push_back(Follow("category:cs.LG"));
  EXPECT_THAT(named(), Contains("followed"));
  const Arm arm = {.name = "a", .sources = {{"fresh", 0}}};
  options_.arm = &arm;
  EXPECT_THAT(named(), Not(Contains("fresh")));
}

// All of hep-th have more attention than any of cs.LG, whose trending papers
// are older than a thousand others of it.
TEST_F(FeedPipelineTest, HasWhatTrendsInAFollowedFieldAmongItsCandidates) {
  std::vector<Row> rows = {Follow("category:cs.LG")};
  std::vector<std::string> trending;
  for (int i = 0; i < 150; ++i) {
    v1::Paper loud = MakePaper(absl::StrCat("loud", i), "Strings");
    loud.set_categories(0, "hep-th");
    rows.push_back(MakeRow(loud));
    for (const char* reader : {"bob", "cleo"}) {
      rows.emplace_back(MakeEvent(reader, v1::EVENT_KIND_UPVOTE, loud.id()));
    }
    if (i % 30 > 0) continue;
    trending.push_back(absl::StrCat("quiet", i));
    rows.push_back(
        MakeRow(MakePaper(trending.back(), "Learning", "", "2026-01-01")));
    rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_UPVOTE, trending.back()));
  }
  for (int i = 0; i < 1000; ++i) {
    rows.push_back(MakeRow(MakePaper(absl::StrCat("new", i), "Learning")));
  }
  options_.limit = 300;
  options_.only_source = "trending";
  EXPECT_THAT(Ids(Make(rows)), IsSupersetOf(trending));
}

}  // namespace
}  // namespace broadsheet::recommend
