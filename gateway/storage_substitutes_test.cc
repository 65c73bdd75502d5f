#include "gateway/storage_substitutes.h"

#include "gateway/degrading_backend.h"
#include "gateway/testing/memory_backend.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

class StorageSubstitutesTest : public ::testing::Test {
 protected:
  StorageSubstitutesTest() {
    houses_.storage = absl::UnavailableError("no storage");
    houses_.trending->add_papers()->mutable_paper()->set_id("a");
    houses_.search->add_papers()->mutable_paper()->set_id("a");
  }

  absl::StatusOr<v1::ListSubmittedResponse> Submitted(
      const std::string& period) {
    v1::ListSubmittedRequest request;
    request.set_period(period);
    return backend_.ListSubmitted(CallContext(), request);
  }

  MemoryBackend houses_;
  Substitutes substitutes_{&houses_};
  DegradingBackend backend_{&houses_, &substitutes_};
};

TEST_F(StorageSubstitutesTest, TheLatestListBecomesWhatIsTrendingAndSaysSo) {
  const auto list = Submitted("");
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->papers_size(), 1);
  EXPECT_EQ(list->papers(0).listed().paper().id(), "a");
  EXPECT_NE(list->info().degraded(), "");
}

TEST_F(StorageSubstitutesTest, AnotherListIsEmptyAndSaysSo) {
  const auto list = Submitted("2026-11-20");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->papers_size(), 0);
  EXPECT_EQ(list->period(), "2026-11-20");
  EXPECT_NE(list->info().degraded(), "");
}

TEST_F(StorageSubstitutesTest, TheLatestListIsEmptyWithoutRecommendersToo) {
  houses_.trending = absl::UnavailableError("no recommender");
  const auto list = Submitted("");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->papers_size(), 0);
  EXPECT_NE(list->info().degraded(), "");
}

TEST_F(StorageSubstitutesTest, APaperComesFromARecommender) {
  const auto papers = backend_.GetPapers(CallContext(), {"a"});
  ASSERT_TRUE(papers.ok());
  ASSERT_EQ(papers->papers_size(), 1);
  EXPECT_EQ(papers->papers(0).id(), "a");
  EXPECT_NE(papers->degraded(), "");
}

// Not "unknown": storage may have it.
TEST_F(StorageSubstitutesTest, APaperThatNoRecommenderHasIsUnavailable) {
  EXPECT_TRUE(
      absl::IsUnavailable(backend_.GetPapers(CallContext(), {"b"}).status()));
  houses_.search = absl::UnavailableError("no recommender");
  EXPECT_TRUE(
      absl::IsUnavailable(backend_.GetPapers(CallContext(), {"a"}).status()));
}

TEST_F(StorageSubstitutesTest, FewPapersAreLookedForOneByOne) {
  EXPECT_TRUE(absl::IsUnavailable(
      backend_.GetPapers(CallContext(), std::vector<std::string>(21, "a"))
          .status()));
  EXPECT_TRUE(houses_.searches.empty());
}

}  // namespace
}  // namespace broadsheet::gateway
