#include "recommend/candidate_source.h"

#include <algorithm>
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
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

Row PaperOn(const std::string& id, const std::string& day,
            const std::string& category = "cs.LG") {
  v1::Paper paper = MakePaper(id, "On " + id, "", day);
  paper.set_categories(0, category);
  return MakeRow(paper);
}

Row FollowOf(const std::string& target) {
  v1::Event event = MakeEvent("ada", v1::EVENT_KIND_FOLLOW, "");
  event.set_target(target);
  event.set_event_id(target);
  return event;
}

Row ByAuthor(const std::string& id, const std::string& author,
             const std::string& category) {
  v1::Paper paper = MakePaper(id, "On " + id, "", "2026-07-02");
  paper.set_categories(0, category);
  paper.add_authors(author);
  return MakeRow(paper);
}

TEST(ContentSource, ScoresWhatIsLikeTheReadersPapersHighest) {
  FeedInTheMaking feed({MakeRow(MakePaper("a", "Galaxies", "stars and dust")),
                        MakeRow(MakePaper("b", "Galaxies", "stars and gas")),
                        MakeRow(MakePaper("c", "Proteins", "cells and dust")),
                        MakeRow(MakePaper("d", "Strings", "branes")),
                        MakeEvent("ada", v1::EVENT_KIND_SAVE, "a")});
  ContentSource().Score(feed.context(), &feed.scores());
  EXPECT_GT(feed.Score("b"), feed.Score("c"));
  EXPECT_GT(feed.Score("c"), 0);
  EXPECT_EQ(feed.Score("d"), 0);
}

TEST(CollaborativeSource, ScoresWhatReadersOfTheReadersPapersLike) {
  FeedInTheMaking feed({PaperOn("a", ""), PaperOn("b", ""), PaperOn("c", ""),
                        MakeEvent("ada", v1::EVENT_KIND_SAVE, "a"),
                        MakeEvent("bob", v1::EVENT_KIND_SAVE, "a"),
                        MakeEvent("bob", v1::EVENT_KIND_SAVE, "b"),
                        MakeEvent("cleo", v1::EVENT_KIND_SAVE, "c")});
  EXPECT_TRUE(CollaborativeSource().Applies(feed.context()));
  CollaborativeSource().Score(feed.context(), &feed.scores());
  EXPECT_GT(feed.Score("b"), 0);
  EXPECT_EQ(feed.Score("c"), 0);
}

TEST(FollowedSource, AppliesToReadersWhoFollowSomething) {
  EXPECT_FALSE(FollowedSource().Applies(
      FeedInTheMaking({PaperOn("a", "2026-07-01")}).context()));
  v1::Event end =
      MakeEvent("ada", v1::EVENT_KIND_UNFOLLOW, "", absl::Minutes(1));
  end.set_target("category:cs.LG");
  EXPECT_FALSE(FollowedSource().Applies(
      FeedInTheMaking({FollowOf("category:cs.LG"), end}).context()));
  EXPECT_TRUE(FollowedSource().Applies(
      FeedInTheMaking({FollowOf("category:cs.LG")}).context()));
}

TEST(FollowedSource, LikesNewPapersMoreAndAuthorsTwiceAsMuch) {
  FeedInTheMaking feed(
      {ByAuthor("author", "Ada Lovelace", "hep-th"),
       ByAuthor("both", "Ada Lovelace", "cs.LG"),
       PaperOn("category", "2026-07-02"), PaperOn("older", "2026-06-18"),
       PaperOn("undated", ""), PaperOn("other", "2026-07-02", "hep-th"),
       FollowOf("author:Ada Lovelace"), FollowOf("author:ada  lovelace"),
       FollowOf("category:cs.LG")});
  FollowedSource().Score(feed.context(), &feed.scores());
  const float one = feed.Score("category");
  EXPECT_FLOAT_EQ(feed.Score("author"), 2 * one);
  EXPECT_FLOAT_EQ(feed.Score("both"), 3 * one);
  EXPECT_FLOAT_EQ(feed.Score("older") - 0.05f, (one - 0.05f) / 2);
  EXPECT_GT(feed.Score("older"), feed.Score("undated"));
  EXPECT_THAT(feed.Scored(), Not(Contains("other")));
}

// 300 papers of cs.LG, one a day, each named by its age.
std::vector<Row> ManyDays() {
  std::vector<Row> rows = {FollowOf("category:cs.LG")};
  const absl::CivilDay newest(2026, 7, 2);
  for (int age = 0; age < 300; ++age) {
    rows.push_back(
        PaperOn(absl::StrCat("p", age), absl::FormatCivilTime(newest - age)));
  }
  return rows;
}

TEST(FollowedSource, CountsEachOfAPapersFollowedAuthorsAndCategories) {
  v1::Paper paper = MakePaper("many", "On many", "", "2026-07-02");
  paper.add_categories("hep-th");
  paper.add_authors("Ada Lovelace");
  paper.add_authors("Bob Other");
  paper.add_authors("Cleo Third");
  FeedInTheMaking feed(
      {MakeRow(paper), PaperOn("one", "2026-07-02"),
       FollowOf("author:Ada Lovelace"), FollowOf("author:Cleo Third"),
       FollowOf("category:cs.LG"), FollowOf("category:hep-th")});
  const FollowedSource source;
  source.Score(feed.context(), &feed.scores());
  EXPECT_FLOAT_EQ(feed.Score("many"), 6 * feed.Score("one"));
  source.Complete(feed.context(), {feed.Doc("many")}, &feed.scores());
  EXPECT_FLOAT_EQ(feed.Score("many"), 6 * feed.Score("one"));
}

TEST(FollowedSource, PutsUpTheLatestOfACategoryAndCompletesTheRest) {
  FeedInTheMaking feed(ManyDays());
  const FollowedSource source;
  source.Score(feed.context(), &feed.scores());
  EXPECT_EQ(feed.Scored().size(), source.quota());
  EXPECT_GT(feed.Score("p199"), 0);
  EXPECT_EQ(feed.Score("p200"), 0);
  const float before = feed.Score("p199");
  source.Complete(feed.context(), {feed.Doc("p199"), feed.Doc("p250")},
                  &feed.scores());
  EXPECT_EQ(feed.Score("p199"), before);
  EXPECT_GT(feed.Score("p250"), 0);
}

TEST(FollowedSource, LooksFurtherBackWhereTheLatestAreNotAdmitted) {
  std::vector<Row> rows = ManyDays();
  for (int age = 0; age < 50; ++age) {
    rows.emplace_back(
        MakeEvent("ada", v1::EVENT_KIND_HIDE, absl::StrCat("p", age)));
  }
  FeedInTheMaking feed(rows);
  FollowedSource().Score(feed.context(), &feed.scores());
  EXPECT_GT(feed.Score("p249"), 0);
  EXPECT_EQ(feed.Score("p250"), 0);
}

TEST(FollowedSource, TakesAllOfADayButNotAllThatHasNone) {
  std::vector<Row> rows = {FollowOf("category:cs.LG"),
                           FollowOf("category:hep-th")};
  for (int i = 0; i < 300; ++i) {
    rows.push_back(PaperOn(absl::StrCat("dated", i), "2026-07-01"));
    rows.push_back(PaperOn(absl::StrCat("undated", i), "", "hep-th"));
  }
  FeedInTheMaking feed(rows);
  FollowedSource().Score(feed.context(), &feed.scores());
  EXPECT_EQ(feed.Scored().size(), 300 + FollowedSource().quota());
  // The same ones, however the papers came.
  std::reverse(rows.begin(), rows.end());
  FeedInTheMaking reversed(rows);
  FollowedSource().Score(reversed.context(), &reversed.scores());
  EXPECT_THAT(reversed.Scored(), UnorderedElementsAreArray(feed.Scored()));
}

TEST(FollowedSource, SearchesNoCategoryForGivenCandidates) {
  FeedInTheMaking feed(ManyDays());
  feed.context().wanted = 0;
  const FollowedSource source;
  source.Score(feed.context(), &feed.scores());
  EXPECT_THAT(feed.Scored(), IsEmpty());
  source.Complete(feed.context(), {feed.Doc("p7")}, &feed.scores());
  EXPECT_THAT(feed.Scored(), ElementsAre("p7"));
}

TEST(TrendingSource, PutsUpWhatHasMostAttention) {
  FeedInTheMaking feed({PaperOn("a", ""), PaperOn("b", ""), PaperOn("c", ""),
                        MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "b"),
                        MakeEvent("bob", v1::EVENT_KIND_VIEW, "c")});
  TrendingSource().Score(feed.context(), &feed.scores());
  EXPECT_THAT(feed.Scored(), UnorderedElementsAre("b", "c"));
  EXPECT_GT(feed.Score("b"), feed.Score("c"));
}

// All of hep-th are upvoted by two readers, all of cs.LG by one.
std::vector<Row> TwoFields() {
  std::vector<Row> rows;
  for (int i = 0; i < 150; ++i) {
    const std::string loud = absl::StrCat("loud", i);
    const std::string quiet = absl::StrCat("quiet", i);
    rows.push_back(PaperOn(loud, "2026-06-01", "hep-th"));
    rows.push_back(PaperOn(quiet, "2026-06-01"));
    rows.emplace_back(MakeEvent("bob", v1::EVENT_KIND_UPVOTE, loud));
    rows.emplace_back(MakeEvent("cleo", v1::EVENT_KIND_UPVOTE, loud));
    rows.emplace_back(
        MakeEvent("cleo", v1::EVENT_KIND_UPVOTE, quiet, absl::Minutes(60 + i)));
  }
  return rows;
}

TEST(TrendingSource, PutsUpWhatTrendsInFollowedFieldsBesideWhatTrends) {
  std::vector<Row> rows = TwoFields();
  FeedInTheMaking stranger(rows);
  TrendingSource().Score(stranger.context(), &stranger.scores());
  EXPECT_THAT(stranger.Scored(), Not(Contains("quiet0")));
  rows.push_back(FollowOf("category:cs.LG"));
  FeedInTheMaking follower(rows);
  TrendingSource().Score(follower.context(), &follower.scores());
  EXPECT_GT(follower.Score("loud0"), follower.Score("quiet0"));
  EXPECT_GT(follower.Score("quiet0"), 0);
  EXPECT_GT(follower.Score("quiet99"), 0);
  EXPECT_EQ(follower.Score("quiet100"), 0);
}

TEST(TrendingSource, MayPutUpBothOfThem) {
  // A nomination is by score, of which the followed field's have less.
  std::vector<Row> rows = TwoFields();
  rows.push_back(FollowOf("category:cs.LG"));
  FeedInTheMaking feed(rows);
  const TrendingSource source;
  source.Score(feed.context(), &feed.scores());
  EXPECT_EQ(feed.Scored().size(), source.quota()) << "150 are level";
  const auto best = BestOf(feed.model().catalogue(), feed.scores(),
                           source.quota(), [](DocId) { return true; });
  EXPECT_THAT(best, testing::Contains(
                        testing::Field(&ScoredDoc::doc, feed.Doc("quiet0"))));
}

TEST(TrendingSource, CompletesCandidatesOfOtherSources) {
  FeedInTheMaking feed(TwoFields());
  feed.context().wanted = 0;
  const TrendingSource source;
  source.Score(feed.context(), &feed.scores());
  EXPECT_THAT(feed.Scored(), IsEmpty());
  source.Complete(feed.context(), {feed.Doc("quiet3")}, &feed.scores());
  EXPECT_THAT(feed.Scored(), ElementsAre("quiet3"));
}

TEST(FreshSource, PutsUpTheLastTwoWeeks) {
  FeedInTheMaking feed({PaperOn("today", "2026-07-02"),
                        PaperOn("yesterday", "2026-07-01"),
                        PaperOn("twoweeks", "2026-06-18"),
                        PaperOn("old", "2026-06-17"), PaperOn("undated", "")});
  FreshSource().Score(feed.context(), &feed.scores());
  EXPECT_THAT(feed.Scored(),
              UnorderedElementsAre("today", "yesterday", "twoweeks"));
  EXPECT_FLOAT_EQ(feed.Score("today"), 1);
  EXPECT_FLOAT_EQ(feed.Score("yesterday"), 0.5);
}

TEST(ExplorationSource, DrawsLotsAnewForEachReaderSeedAndDay) {
  const std::vector<Row> rows = {PaperOn("a", "2026-07-01"),
                                 MakeEvent("ada", v1::EVENT_KIND_VIEW, "a"),
                                 MakeEvent("bob", v1::EVENT_KIND_VIEW, "a")};
  const auto lot = [&](const std::string& reader, uint64_t seed,
                       absl::Duration later) {
    FeedInTheMaking feed(rows, reader);
    feed.context().seed = seed;
    feed.context().as_of += later;
    ExplorationSource().Score(feed.context(), &feed.scores());
    return feed.Score("a");
  };
  const float first = lot("ada", 1, absl::ZeroDuration());
  EXPECT_GT(first, 0);
  EXPECT_LE(first, 1);
  EXPECT_EQ(lot("ada", 1, absl::Hours(1)), first);
  EXPECT_NE(lot("bob", 1, absl::ZeroDuration()), first);
  EXPECT_NE(lot("ada", 2, absl::ZeroDuration()), first);
  EXPECT_NE(lot("ada", 1, absl::Hours(24)), first);
}

}  // namespace
}  // namespace broadsheet::recommend
