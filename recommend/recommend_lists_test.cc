// Recommend, and the editions of lists.

#include <algorithm>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/recommender.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

class RecommendTest : public ::testing::Test {
 protected:
  RecommendTest() {
    std::vector<Row> rows;
    for (int i = 0; i < 10; ++i) {
      rows.push_back(MakeRow(MakePaper(absl::StrCat("g.", i),
                                       absl::StrCat("Galaxies, part g", i),
                                       "Stars and dust in galaxies")));
      v1::Paper paper = MakePaper(absl::StrCat("p.", i),
                                  absl::StrCat("Proteins, chapter p", i),
                                  "Folding of proteins in cells");
      paper.set_categories(0, "q-bio.BM");
      paper.add_authors("Ada Lovelace");
      rows.push_back(MakeRow(paper));
    }
    Add(rows);
    engine_.SetReady();
  }

  void Add(const std::vector<Row>& rows) {
    engine_.Apply(rows, MakePosition(++commit_));
  }
  absl::StatusOr<v1::RecommendResponse> Ask(
      const v1::RecommendRequest& request) {
    CallContext call(absl::Now() + absl::Seconds(5));
    return recommender_.Recommend(call, request);
  }
  absl::StatusOr<v1::TrendingResponse> Trending(const std::string& edition) {
    v1::TrendingRequest request;
    request.set_edition(edition);
    CallContext call(absl::Now() + absl::Seconds(5));
    return recommender_.Trending(call, request);
  }

  uint64_t commit_ = 0;
  FakeClock clock_{kTestNow};
  Engine engine_{ReadModelOptions()};
  Recommender recommender_{&engine_, &clock_, {"secret", "test"}};
};

template <class Response>
std::vector<std::string> Ids(const Response& response) {
  std::vector<std::string> ids;
  for (const auto& paper : response.papers()) ids.push_back(paper.paper().id());
  return ids;
}

v1::RecommendRequest Like(const std::string& id) {
  v1::RecommendRequest request;
  request.set_ranking(v1::RANKING_RELEVANCE);
  request.set_page_size(5);
  request.add_positive_ids(id);
  return request;
}

TEST_F(RecommendTest, FindsWhatIsLikeThePapersGiven) {
  const auto answer = Ask(Like("g.0"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(Ids(*answer), Each(StartsWith("g.")));
  EXPECT_THAT(Ids(*answer), Not(Contains("g.0")));
  EXPECT_EQ(answer->papers(0).reason().kind(), v1::Reason::KIND_SIMILAR);
}

TEST_F(RecommendTest, FindsWhatATextIsAbout) {
  v1::RecommendRequest request;
  request.set_text("How proteins fold in living cells");
  request.set_ranking(v1::RANKING_RELEVANCE);
  request.set_page_size(5);
  EXPECT_THAT(Ids(*Ask(request)), Each(StartsWith("p.")));
}

TEST_F(RecommendTest, FollowsAuthorsAndCategories) {
  v1::RecommendRequest request;
  request.add_follows("author:Ada Lovelace");
  const auto answer = Ask(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(Ids(*answer)[0], StartsWith("p."));
  EXPECT_EQ(answer->papers(0).reason().text(),
            "because you follow Ada Lovelace");
}

TEST_F(RecommendTest, LeavesOutWhatIsDislikedAndMovesAway) {
  v1::RecommendRequest request = Like("g.0");
  request.add_positive_ids("p.0");
  request.add_negative_ids("p.1");
  const auto answer = Ask(request);
  EXPECT_THAT(Ids(*answer), Not(Contains("p.1")));
  EXPECT_THAT(Ids(*answer), Each(StartsWith("g.")));
}

TEST_F(RecommendTest, TakesAPaperBothLikedAndDislikedForDisliked) {
  v1::RecommendRequest request = Like("g.0");
  request.add_positive_ids("g.1");
  request.add_negative_ids("g.1");
  request.set_page_size(20);
  const auto answer = Ask(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(Ids(*answer), Not(Contains("g.1")));
  EXPECT_THAT(Ids(*answer), Contains("g.2"));
}

TEST_F(RecommendTest, IsEmptyWhereNothingIsInTheCategoriesAskedFor) {
  v1::RecommendRequest request = Like("g.0");
  request.add_follows("category:q-bio.BM");
  request.add_categories("hep-th");
  const auto answer = Ask(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(Ids(*answer), ElementsAre());
  EXPECT_EQ(answer->next_page_token(), "");
}

TEST_F(RecommendTest, TellsWhichPapersAreUnknown) {
  v1::RecommendRequest request = Like("g.0");
  request.add_positive_ids("nobody:1");
  request.add_negative_ids("nobody:2");
  EXPECT_THAT(Ask(request)->unknown_ids(), ElementsAre("nobody:1", "nobody:2"));
}

TEST_F(RecommendTest, RefusesTenThousandPapersAndNothingAtAll) {
  v1::RecommendRequest request;
  EXPECT_EQ(ReasonOf(Ask(request).status()), "INVALID_FIELD");
  for (int i = 0; i < 10'000; ++i) request.add_positive_ids("g.0");
  EXPECT_EQ(ReasonOf(Ask(request).status()), "INVALID_FIELD");
  v1::RecommendRequest text;
  text.set_text(std::string(100'001, 'x'));
  EXPECT_EQ(ReasonOf(Ask(text).status()), "INVALID_FIELD");
  v1::RecommendRequest follows;
  follows.add_follows("Ada");
  EXPECT_EQ(ReasonOf(Ask(follows).status()), "INVALID_FIELD");
}

TEST_F(RecommendTest, PagesWithoutRepeatingAndRefusesAlteredTokens) {
  v1::RecommendRequest request = Like("g.0");
  const auto first = Ask(request);
  request.set_page_token(first->next_page_token());
  const auto second = Ask(request);
  ASSERT_TRUE(second.ok()) << second.status();
  for (const std::string& id : Ids(*second)) {
    EXPECT_THAT(Ids(*first), Not(Contains(id)));
  }
  v1::RecommendRequest other = Like("g.1");
  other.set_page_token(first->next_page_token());
  EXPECT_EQ(ReasonOf(Ask(other).status()), "BAD_PAGE_TOKEN");
  std::string altered = first->next_page_token();
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  request.set_page_token(altered);
  EXPECT_EQ(ReasonOf(Ask(request).status()), "BAD_PAGE_TOKEN");
}

TEST_F(RecommendTest, KeepsListsWithinAnEdition) {
  v1::EditionRow row;
  row.mutable_edition()->set_name("bio");
  row.mutable_edition()->set_revision(1);
  row.mutable_edition()->add_categories("q-bio.*");
  Add({row});
  v1::RecommendRequest request = Like("g.0");
  request.set_ranking(v1::RANKING_READING);
  request.set_edition("bio");
  EXPECT_THAT(Ids(*Ask(request)), Each(StartsWith("p.")));
  EXPECT_THAT(Ids(*Trending("bio")), Each(StartsWith("p.")));
  EXPECT_EQ(ReasonOf(Trending("none").status()), "EDITION_UNKNOWN");
}

TEST_F(RecommendTest, CountsEachReaderOncePerPaperInTrending) {
  std::vector<Row> flood;
  for (int i = 0; i < 100; ++i) {
    flood.emplace_back(
        MakeEvent("bot", v1::EVENT_KIND_VIEW, "g.1", absl::Minutes(i)));
  }
  Add(flood);
  Add({MakeEvent("ada", v1::EVENT_KIND_SAVE, "g.2")});
  EXPECT_EQ(Ids(*Trending(""))[0], "g.2");
}

}  // namespace
}  // namespace broadsheet::recommend
