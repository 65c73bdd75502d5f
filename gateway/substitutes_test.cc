#include "gateway/substitutes.h"

#include "common/errors.h"
#include "gateway/degrading_backend.h"
#include "gateway/position.h"
#include "gateway/testing/memory_backend.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const absl::Status kDown = absl::UnavailableError("no recommender");

// A reader who has seen position 7 by cookie.
CallContext Seen() {
  return CallContext(absl::InfiniteFuture(), "", {{kPositionKey, "e/7"}},
                     std::make_shared<Cancellation>());
}

class SubstitutesTest : public ::testing::Test {
 protected:
  SubstitutesTest() {
    for (const char* id : {"a", "b", "c"}) {
      houses_.papers.emplace_back().set_id(id);
      houses_.papers.back().set_title("T");
    }
  }

  MemoryBackend houses_;
  Substitutes substitutes_{&houses_};
  DegradingBackend backend_{&houses_, &substitutes_};
};

TEST_F(SubstitutesTest, TrendingBecomesTheNewestPapersAndSaysSo) {
  for (const absl::Status& why :
       {kDown, absl::DeadlineExceededError("slow"),
        MakeError(absl::StatusCode::kUnavailable, "NOT_READY", "loading")}) {
    houses_.trending = why;
    v1::TrendingRequest request;
    request.set_page_size(2);
    const auto answer = backend_.Trending(CallContext(), request);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->papers_size(), 2);
    EXPECT_EQ(answer->papers(0).paper().title(), "T");
    EXPECT_NE(answer->info().degraded(), "");
  }
}

TEST_F(SubstitutesTest, SearchIsEmptyAndSaysSo) {
  houses_.search = kDown;
  const auto answer = backend_.Search(CallContext(), v1::SearchRequest());
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->papers_size(), 0);
  EXPECT_NE(answer->info().degraded(), "");
}

TEST_F(SubstitutesTest, IsEmptyWithoutStorageToo) {
  houses_.trending = kDown;
  houses_.storage = absl::UnavailableError("no storage");
  v1::TrendingRequest request;
  request.set_page_size(2);
  const auto answer = backend_.Trending(CallContext(), request);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->papers_size(), 0);
  EXPECT_NE(answer->info().degraded(), "");
}

TEST_F(SubstitutesTest, LeavesOutWhatTheReaderHid) {
  houses_.trending = kDown;
  v1::Standing& hidden = *houses_.standings.add_standings();
  hidden.set_paper_id("a");
  hidden.set_hidden(true);
  v1::Standing& seen = *houses_.standings.add_standings();
  seen.set_paper_id("b");
  seen.set_seen(true);
  v1::TrendingRequest request;
  request.set_page_size(3);
  request.set_reader_id("alice");
  const auto answer = backend_.Trending(CallContext(), request);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->papers_size(), 2);
  EXPECT_EQ(answer->papers(0).paper().id(), "b");
  v1::FeedRequest feed;
  feed.set_page_size(3);
  feed.set_reader_id("alice");
  v1::FeedResponse fed;
  ASSERT_TRUE(substitutes_.Fill(CallContext(), feed, kDown, &fed).ok());
  ASSERT_EQ(fed.papers_size(), 1);
  EXPECT_EQ(fed.papers(0).paper().id(), "c");
}

TEST_F(SubstitutesTest, CarriesIdsAloneWhenAsked) {
  v1::TrendingRequest request;
  request.set_page_size(1);
  request.set_view(v1::PAPER_VIEW_ID);
  v1::TrendingResponse answer;
  ASSERT_TRUE(substitutes_.Fill(CallContext(), request, kDown, &answer).ok());
  EXPECT_EQ(answer.papers(0).paper().id(), "a");
  EXPECT_EQ(answer.papers(0).paper().title(), "");
}

TEST_F(SubstitutesTest, KeepsToTheCategoriesThatWereAskedFor) {
  houses_.papers[0].add_categories("cs.LG");
  houses_.papers[1].add_categories("math.CO");
  houses_.papers[2].add_categories("hep-th");
  houses_.papers[2].add_categories("math.AG");
  v1::TrendingRequest request;
  request.set_page_size(3);
  request.add_categories("math.AG");
  request.add_categories("cs.LG");
  v1::TrendingResponse answer;
  ASSERT_TRUE(substitutes_.Fill(CallContext(), request, kDown, &answer).ok());
  ASSERT_EQ(answer.papers_size(), 2);
  EXPECT_EQ(answer.papers(0).paper().id(), "a");
  EXPECT_EQ(answer.papers(1).paper().id(), "c");
}

TEST_F(SubstitutesTest, KeepsToTheEditionThatWasAskedFor) {
  v1::TrendingRequest request;
  request.set_page_size(3);
  request.set_edition("optics");
  v1::TrendingResponse answer;
  ASSERT_TRUE(substitutes_.Fill(CallContext(), request, kDown, &answer).ok());
  ASSERT_EQ(houses_.newest.size(), 1u);
  EXPECT_EQ(houses_.newest[0].edition(), "optics");
  houses_.storage = absl::NotFoundError("there is no edition optics");
  EXPECT_EQ(substitutes_.Fill(CallContext(), request, kDown, &answer),
            houses_.storage);
}

TEST_F(SubstitutesTest, EndsAListWhoseNextPageIsGone) {
  v1::TrendingRequest request;
  request.set_page_size(3);
  request.set_page_token("of the recommender");
  v1::TrendingResponse answer;
  ASSERT_TRUE(substitutes_.Fill(CallContext(), request, kDown, &answer).ok());
  EXPECT_EQ(answer.papers_size(), 0);
  EXPECT_EQ(answer.next_page_token(), "");
}

TEST_F(SubstitutesTest, HasNoneForARankingOfGivenPapers) {
  v1::FeedRequest request;
  request.add_candidate_ids("a");
  v1::FeedResponse answer;
  EXPECT_EQ(substitutes_.Fill(CallContext(), request, kDown, &answer), kDown);
}

TEST_F(SubstitutesTest, PassesOtherErrorsOn) {
  houses_.search = InvalidField("query", "is too long");
  EXPECT_TRUE(absl::IsInvalidArgument(
      backend_.Search(CallContext(), v1::SearchRequest()).status()));
}

TEST_F(SubstitutesTest, AsksARecommenderThatIsBehindForWhatItHas) {
  const absl::Status behind =
      MakeError(absl::StatusCode::kUnavailable, "BEHIND", "not yet");
  houses_.search->set_total(3);
  v1::SearchRequest request;
  *request.mutable_min_position() = *ParsePosition("e/7");
  v1::SearchResponse answer;
  ASSERT_TRUE(substitutes_.Fill(Seen(), request, behind, &answer).ok());
  EXPECT_EQ(answer.total(), 3);
  EXPECT_NE(answer.info().degraded(), "");
  EXPECT_FALSE(houses_.searches.back().has_min_position());
}

TEST_F(SubstitutesTest, ForgetsTheCookieOfARestoredDatabase) {
  const absl::Status changed = MakeError(absl::StatusCode::kFailedPrecondition,
                                         "EPOCH_CHANGED", "another epoch");
  houses_.search->set_total(3);
  v1::SearchRequest request;
  *request.mutable_min_position() = *ParsePosition("e/7");
  v1::SearchResponse answer;
  EXPECT_TRUE(NeedsSubstitute(changed));
  ASSERT_TRUE(substitutes_.Fill(Seen(), request, changed, &answer).ok());
  EXPECT_EQ(answer.total(), 3);
  EXPECT_EQ(answer.info().degraded(), "");
  *request.mutable_min_position() = *ParsePosition("e/8");
  EXPECT_EQ(substitutes_.Fill(Seen(), request, changed, &answer), changed);
}

TEST_F(SubstitutesTest, KeepsTheErrorWhenTheRequestItselfAskedForThePosition) {
  const absl::Status behind =
      MakeError(absl::StatusCode::kUnavailable, "BEHIND", "not yet");
  v1::SearchRequest request;
  *request.mutable_min_position() = *ParsePosition("e/8");
  v1::SearchResponse answer;
  EXPECT_EQ(substitutes_.Fill(Seen(), request, behind, &answer), behind);
  EXPECT_EQ(substitutes_.Fill(CallContext(), request, behind, &answer), behind);
}

}  // namespace
}  // namespace broadsheet::gateway
