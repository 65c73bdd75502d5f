#include "recommend/taste.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_feed.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What the taste of "ada" comes to after these events, on four papers.
class TasteTest : public ::testing::Test {
 protected:
  void Add(v1::EventKind kind, const std::string& paper, absl::Duration age) {
    rows_.emplace_back(MakeEvent("ada", kind, paper, age));
  }
  FeedInTheMaking Make() const { return FeedInTheMaking(rows_); }

  std::vector<Row> rows_ = {MakeRow(MakePaper("a", "Galaxies", "stars")),
                            MakeRow(MakePaper("b", "Proteins", "cells")),
                            MakeRow(MakePaper("c", "Strings", "branes")),
                            MakeRow(MakePaper("d", "Galaxies", "dust"))};
};

std::vector<std::string> Ids(FeedInTheMaking& feed) {
  std::vector<std::string> ids;
  for (const Interest& interest : feed.context().taste->interests) {
    ids.push_back(feed.model().catalogue().id(interest.doc));
  }
  return ids;
}

double WeightOf(FeedInTheMaking& feed, const std::string& id) {
  for (const Interest& interest : feed.context().taste->interests) {
    if (interest.doc == feed.Doc(id)) return interest.weight;
  }
  return 0;
}

double InProfile(FeedInTheMaking& feed, const std::string& term) {
  const auto id = feed.model().index().Find(term);
  for (const auto& c : feed.context().taste->profile.components) {
    if (c.term == id) return c.weight;
  }
  return 0;
}

TEST_F(TasteTest, TellsTheLatestFirstAndEqualTimesById) {
  Add(v1::EVENT_KIND_SAVE, "b", absl::Hours(2));
  Add(v1::EVENT_KIND_SAVE, "c", absl::Hours(1));
  Add(v1::EVENT_KIND_SAVE, "a", absl::Hours(2));
  FeedInTheMaking feed = Make();
  EXPECT_THAT(Ids(feed), ElementsAre("c", "a", "b"));
}

TEST_F(TasteTest, HalvesAWeightInHalfAYear) {
  Add(v1::EVENT_KIND_SAVE, "a", absl::Hours(24 * 400));
  Add(v1::EVENT_KIND_SAVE, "b", absl::Hours(24 * 580));
  FeedInTheMaking feed = Make();
  EXPECT_GT(WeightOf(feed, "a"), 0);
  EXPECT_DOUBLE_EQ(WeightOf(feed, "b"), WeightOf(feed, "a") / 2);
}

TEST_F(TasteTest, TurnsAwayFromWhatIsDisliked) {
  Add(v1::EVENT_KIND_SAVE, "a", absl::Hours(1));
  Add(v1::EVENT_KIND_SAVE, "b", absl::Hours(1));
  Add(v1::EVENT_KIND_DISLIKE, "d", absl::Hours(1));
  FeedInTheMaking feed = Make();
  EXPECT_LT(WeightOf(feed, "d"), 0);
  EXPECT_GT(InProfile(feed, "star"), InProfile(feed, "galaxi"));
  EXPECT_EQ(InProfile(feed, "dust"), 0);
}

TEST_F(TasteTest, ForgetsWhatWasUndone) {
  Add(v1::EVENT_KIND_SAVE, "a", absl::Hours(2));
  Add(v1::EVENT_KIND_UNSAVE, "a", absl::Hours(1));
  FeedInTheMaking feed = Make();
  EXPECT_THAT(Ids(feed), IsEmpty());
  EXPECT_THAT(feed.context().taste->profile.components, IsEmpty());
}

TEST_F(TasteTest, IsAboutTheTextAskedForToo) {
  Add(v1::EVENT_KIND_SAVE, "a", absl::Hours(2));
  FeedInTheMaking feed = Make();
  const Taste taste = MakeTaste(feed.model(), *feed.context().reader,
                                {{"brane", {.abstract = 1}}});
  EXPECT_EQ(taste.interests.size(), 1u);
  const auto term = feed.model().index().Find("brane");
  ASSERT_TRUE(term.has_value());
  EXPECT_THAT(taste.profile.components,
              testing::Contains(
                  testing::Field(&ContentVector::Component::term, *term)));
}

TEST_F(TasteTest, KeepsTheLatest256) {
  for (int i = 0; i < 300; ++i) {
    Add(v1::EVENT_KIND_SAVE, absl::StrCat("n", 1000 + i), absl::Hours(i + 1));
  }
  FeedInTheMaking feed = Make();
  const auto ids = Ids(feed);
  ASSERT_EQ(ids.size(), 256u);
  EXPECT_EQ(ids.front(), "n1000");
  EXPECT_EQ(ids.back(), "n1255");
}

}  // namespace
}  // namespace broadsheet::recommend
