#include "gateway/web/edition_pages.h"

#include <cstdint>
#include <string>

#include "gateway/web/pages_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(PagesTest, EditionsHaveListsOfTheirOwn) {
  const std::string title = "Words &amp; &lt;numbers&gt;";
  EXPECT_THAT(Get("/editions").body, HasSubstr(title));
  EXPECT_THAT(Get("/").body, HasSubstr("href=\"/editions/nlp\""));
  const HttpResponse daily = Get("/editions/nlp/date/2026-11-20");
  EXPECT_EQ(daily.status, 200);
  EXPECT_EQ(backend_.list_request().edition(), "nlp");
  EXPECT_EQ(backend_.list_request().period(), "2026-11-20");
  EXPECT_THAT(daily.body, HasSubstr(title));
  EXPECT_THAT(daily.body, HasSubstr("href=\"/feeds/edition/nlp.atom\""));
  EXPECT_THAT(Get("/editions/nlp/trending").body, HasSubstr("Title 0"));
  EXPECT_EQ(backend_.trending_request().edition(), "nlp");
  EXPECT_THAT(Get("/editions/nlp/newest").body, HasSubstr("Title 0"));
  EXPECT_EQ(Get("/editions/nlp").status, 200);
  EXPECT_EQ(Get("/editions/nlp/week/2026-11-20").status, 400);
  EXPECT_EQ(Get("/editions/nothing").status, 404);
  EXPECT_EQ(Get("/editions/nothing/newest").status, 404);
}

// So that it has nothing that the reader hid, and shows what they just did.
TEST_F(PagesTest, WhatIsTrendingIsAskedForWithItsReaderAndPosition) {
  SignIn();
  SubmitToList("2026-11-20");
  uint64_t commit = 6;
  for (const char* page :
       {"/", "/editions/nlp/date/2026-11-20", "/editions/nlp/trending"}) {
    const std::string seen = "e/" + std::to_string(++commit);
    EXPECT_EQ(Get(page, {{"X-Broadsheet-Position", seen}}).status, 200);
    const v1::TrendingRequest& asked = backend_.trending_request();
    EXPECT_EQ(asked.min_position().commit(), commit) << page;
    EXPECT_EQ(asked.reader_id(), "ada") << page;
  }
}

TEST_F(PagesTest, AnEditionSaysWhenNoRecommenderAnswers) {
  SubmitToList("2026-11-20");
  backend_.set_recommender(absl::UnavailableError("away"));
  const HttpResponse day = Get("/editions/nlp/date/2026-11-20");
  EXPECT_EQ(day.status, 200);
  EXPECT_THAT(day.body, HasSubstr("no recommender answers"));
}

TEST_F(PagesTest, APageThatLooksInVainForPapersOfAnEditionLeadsOn) {
  backend_.papers().clear();
  backend_.set_next_newest("older");
  const std::string page = Get("/editions/nlp/newest").body;
  EXPECT_THAT(page, HasSubstr("Nothing newer belongs to this edition."));
  EXPECT_THAT(page, HasSubstr("/editions/nlp/newest?page_token=older"));
  EXPECT_THAT(page, Not(HasSubstr("yet.")));
}

TEST_F(PagesTest, NobodyWaitsForStorageTwice) {
  SubmitToList("2026-11-20");
  Get("/");
  EXPECT_EQ(editions_asked_, 1);
  backend_.list().mutable_info()->set_degraded("storage does not answer");
  EXPECT_EQ(Get("/").status, 200);
  EXPECT_EQ(editions_asked_, 1);
}

}  // namespace
}  // namespace broadsheet::gateway
