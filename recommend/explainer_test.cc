#include "recommend/explainer.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/model_sources.h"
#include "recommend/test_feed.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::SizeIs;

Row Follow(const std::string& target) {
  v1::Event event = MakeEvent("ada", v1::EVENT_KIND_FOLLOW, "");
  event.set_target(target);
  event.set_event_id(target);
  return event;
}

// A reader who saved "own", upvoted "later" and follows an author and a
// category; "new" is what is explained.
std::vector<Row> Rows() {
  v1::Paper paper = MakePaper("new", "New galaxies", "stars and dust");
  paper.add_authors("Ada Lovelace");
  return {MakeRow(paper),
          MakeRow(MakePaper("own", "Galaxies", "stars and dust")),
          MakeRow(MakePaper("later", "Galaxies and proteins", "cells")),
          MakeRow(MakePaper("unlike", "Strings", "branes")),
          MakeEvent("ada", v1::EVENT_KIND_SAVE, "own", absl::Hours(2)),
          MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "later", absl::Hours(2)),
          MakeEvent("ada", v1::EVENT_KIND_READ, "unlike", absl::Hours(1)),
          MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "new"),
          MakeEvent("bob", v1::EVENT_KIND_UPVOTE, "later"),
          Follow("author:Ada Lovelace"),
          Follow("category:cs.LG")};
}

class ExplainerTest : public ::testing::Test {
 protected:
  // The source knows the paper and gave it that part of its score.
  void Add(std::unique_ptr<CandidateSource> source, double part,
           float score = 1) {
    all_.push_back(
        {source.get(), pool_.Take(feed_.model().catalogue().size()), 1, {}});
    if (score > 0) all_.back().scores->Add(feed_.Doc("new"), score);
    candidate_.parts.push_back(part);
    sources_.push_back(std::move(source));
  }
  v1::Reason Explained() {
    candidate_.doc = feed_.Doc("new");
    return Explainer(feed_.context()).Explain(all_, candidate_);
  }

  FeedInTheMaking feed_{Rows()};
  ScoreMapPool pool_;
  std::vector<std::unique_ptr<CandidateSource>> sources_;
  std::vector<SourceScores> all_;
  Candidate candidate_;
};

TEST_F(ExplainerTest, NamesTheReadersOwnPapersThatAreCloserInText) {
  Add(std::make_unique<ContentSource>(), 1);
  const v1::Reason reason = Explained();
  EXPECT_EQ(reason.kind(), v1::Reason::KIND_SIMILAR);
  EXPECT_EQ(reason.text(), "because you saved Galaxies");
  EXPECT_THAT(reason.paper_ids(), ElementsAre("own", "later"));
}

TEST_F(ExplainerTest, NamesTheReadersOwnPapersThatItsReadersLike) {
  Add(std::make_unique<CollaborativeSource>(), 1);
  const v1::Reason reason = Explained();
  EXPECT_EQ(reason.kind(), v1::Reason::KIND_COLLABORATIVE);
  EXPECT_EQ(reason.text(),
            "liked by readers of Galaxies and proteins, which you upvoted");
  EXPECT_THAT(reason.paper_ids(), ElementsAre("later"));
}

TEST_F(ExplainerTest, NamesTheAuthorRatherThanTheCategoryFollowed) {
  Add(std::make_unique<FollowedSource>(), 1);
  const v1::Reason reason = Explained();
  EXPECT_EQ(reason.kind(), v1::Reason::KIND_FOLLOWED);
  EXPECT_EQ(reason.topic(), "Ada Lovelace");
  EXPECT_EQ(reason.text(), "because you follow Ada Lovelace");
}

TEST_F(ExplainerTest, TellsTheFieldAndTheVotesOfWhatTrends) {
  Add(std::make_unique<TrendingSource>(), 1);
  const v1::Reason reason = Explained();
  EXPECT_EQ(reason.kind(), v1::Reason::KIND_TRENDING);
  EXPECT_EQ(reason.text(), "trending in cs.LG: 1 upvote");
  EXPECT_EQ(reason.topic(), "cs.LG");
}

TEST_F(ExplainerTest, TellsTheDayOfWhatIsFreshAndWhyItExplores) {
  Add(std::make_unique<FreshSource>(), 1);
  EXPECT_EQ(Explained().text(), "announced on 2026-07-01");
  Add(std::make_unique<ExplorationSource>(), 2);
  EXPECT_EQ(Explained().kind(), v1::Reason::KIND_EXPLORATION);
}

TEST_F(ExplainerTest, GoesByTheSourceThatAddsMostOfThoseThatKnowThePaper) {
  Add(std::make_unique<TrendingSource>(), -0.2);
  Add(std::make_unique<FreshSource>(), 0.1);
  Add(std::make_unique<ContentSource>(), 5, 0);
  EXPECT_EQ(Explained().kind(), v1::Reason::KIND_FRESH);
}

TEST_F(ExplainerTest, FallsBackToTheDayWhereNoSourceKnowsThePaper) {
  Add(std::make_unique<ContentSource>(), 5, 0);
  EXPECT_EQ(Explained().kind(), v1::Reason::KIND_FRESH);
}

TEST(ShortTitle, CutsLongTitlesBetweenLettersAndTellsTheIdOfNone) {
  std::string title = "x";
  for (int i = 0; i < 100; ++i) title += "é";
  FeedInTheMaking feed(
      {MakeRow(MakePaper("long", title)), MakeRow(MakePaper("none", ""))});
  const std::string cut = ShortTitle(feed.model(), feed.Doc("long"));
  EXPECT_THAT(cut, EndsWith("é…"));
  EXPECT_THAT(cut, SizeIs(119 + 3));
  EXPECT_EQ(ShortTitle(feed.model(), feed.Doc("none")), "none");
}

}  // namespace
}  // namespace broadsheet::recommend
