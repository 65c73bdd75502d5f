#include "gateway/web/pages_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(PagesTest, ReadingAloneSetsNoCookie) {
  for (const char* page : {"/", "/papers/2611.10000", "/feed"}) {
    EXPECT_EQ(Header(Get(page), "Set-Cookie"), "") << page;
  }
}

TEST_F(PagesTest, AVisitorsBrowserKeepsWhatItSaves) {
  KeepVisitor(Post("/papers/2611.10003/save", "next=/feed"));
  ASSERT_THAT(visitor_, Not(IsEmpty()));
  KeepVisitor(Post("/papers/2611.10004/dislike", ""));
  KeepVisitor(Post("/follow", "target=author:Ada"));
  EXPECT_THAT(backend_.events(), IsEmpty());
  const std::string feed = Get("/feed").body;
  EXPECT_THAT(feed, HasSubstr("Title 7"));
  EXPECT_THAT(recommend_request_.positive_ids(),
              testing::ElementsAre("2611.10003"));
  EXPECT_THAT(recommend_request_.negative_ids(),
              testing::ElementsAre("2611.10004"));
  EXPECT_THAT(recommend_request_.follows(), testing::ElementsAre("author:Ada"));
  EXPECT_THAT(Get("/library").body, HasSubstr("Title 3"));
  EXPECT_THAT(Get("/papers/2611.10003").body, HasSubstr(">Saved</span>"));
  EXPECT_EQ(Post("/papers/2611.99999/save", "").status, 400);
}

TEST_F(PagesTest, AVisitorSeesWhatHeIsNotInterestedInAndTakesItBack) {
  EXPECT_THAT(Get("/papers/trending").body, Not(HasSubstr("/library")));
  KeepVisitor(Post("/papers/2611.10004/dislike", "next=/papers/trending"));
  const std::string list = Get("/papers/trending").body;
  EXPECT_THAT(list, HasSubstr("story gone"));
  EXPECT_THAT(list, HasSubstr("href=\"/library\""));
  const HttpResponse library = Get("/library");
  EXPECT_EQ(library.status, 200);
  EXPECT_THAT(library.body, HasSubstr("Your library is empty."));
  EXPECT_THAT(library.body, HasSubstr("href=\"/library/hidden\""));
  const std::string hidden = Get("/library/hidden").body;
  EXPECT_THAT(hidden, HasSubstr("Title 4"));
  EXPECT_THAT(hidden, HasSubstr("formaction=\"/papers/2611.10004/undislike\""));
  KeepVisitor(Post("/papers/2611.10004/undislike", "next=/library/hidden"));
  EXPECT_THAT(Get("/library/hidden").body, HasSubstr("Nothing is hidden."));
  EXPECT_THAT(Get("/papers/trending").body, Not(HasSubstr("story gone")));
}

TEST_F(PagesTest, AVisitorWhoOnlyFollowsHasNoLibraryYet) {
  KeepVisitor(Post("/follow", "target=author:Ada"));
  ASSERT_THAT(visitor_, Not(IsEmpty()));
  EXPECT_THAT(Get("/papers/trending").body, Not(HasSubstr("/library")));
  KeepVisitor(Post("/papers/2611.10003/save", ""));
  EXPECT_THAT(Get("/papers/trending").body, HasSubstr("href=\"/library\""));
}

TEST_F(PagesTest, APageOfAFeedFromOtherChoicesLeadsToTheNewFeed) {
  KeepVisitor(Post("/papers/2611.10003/save", ""));
  EXPECT_THAT(Get("/feed").body, HasSubstr("/feed?page_token=own%202"));
  recommend_ = absl::InvalidArgumentError("page_token is of another request");
  const HttpResponse later = Get("/feed?page_token=own%202&from=2");
  EXPECT_EQ(later.status, 303);
  EXPECT_EQ(Header(later, "Location"), "/feed");
  // It does not lead to itself.
  EXPECT_EQ(Get("/feed").status, 200);
}

TEST_F(PagesTest, AVisitorsFeedThatCannotBeMadeIsWhatIsTrendingAndSaysSo) {
  KeepVisitor(Post("/papers/2611.10003/save", ""));
  recommend_ = absl::UnavailableError("away");
  for (const char* page : {"/feed", "/feed?page_token=own%202&from=25"}) {
    const HttpResponse response = Get(page);
    EXPECT_EQ(response.status, 200) << page;
    EXPECT_THAT(response.body, HasSubstr("cannot be made now"));
    EXPECT_THAT(response.body, HasSubstr("Title 0"));
    EXPECT_EQ(backend_.trending_request().page_token(), "");
    EXPECT_THAT(response.body,
                HasSubstr("/papers/trending?page_token=token%262&amp;from=25"));
  }
}

TEST_F(PagesTest, TheFormsForAccountsSayWhatNeedsOne) {
  for (const char* form : {"/sign-in", "/sign-up"}) {
    const std::string page = Get(form).body;
    EXPECT_THAT(page, HasSubstr("oting, commenting and submitting")) << form;
    EXPECT_THAT(page, Not(HasSubstr("oting, saving"))) << form;
  }
}

TEST_F(PagesTest, VotesNeedAnAccount) {
  EXPECT_THAT(Header(Post("/papers/2611.10003/vote", ""), "Location"),
              HasSubstr("/sign-in"));
}

TEST_F(PagesTest, WhatAVisitorKeptMovesIntoTheAccountOnce) {
  KeepVisitor(Post("/papers/2611.10003/save", ""));
  const std::string kept = visitor_;
  const HttpResponse in = Post("/sign-in", "token=ada-token");
  ASSERT_THAT(backend_.events(), SizeIs(1));
  EXPECT_EQ(backend_.events()[0].reader_id(), "ada");
  EXPECT_EQ(backend_.events()[0].paper_id(), "2611.10003");
  EXPECT_EQ(backend_.events()[0].kind(), v1::EVENT_KIND_SAVE);
  KeepVisitor(in);
  EXPECT_EQ(visitor_, std::string(kVisitorCookie) + "=");
  // A browser that sends the old cookie again makes the same event.
  visitor_ = kept;
  Post("/sign-in", "token=ada-token");
  ASSERT_THAT(backend_.events(), SizeIs(2));
  EXPECT_EQ(backend_.events()[1].event_id(), backend_.events()[0].event_id());
}

TEST_F(PagesTest, WhatCannotMoveYetStaysInTheBrowser) {
  KeepVisitor(Post("/papers/2611.10003/save", ""));
  backend_.AddToken("eve-token", Credential{.reader_id = "eve"});
  backend_.set_appending(absl::UnavailableError("storage is away"));
  const HttpResponse in = Post("/sign-in", "token=eve-token");
  EXPECT_EQ(in.status, 303);
  EXPECT_THAT(Header(in, "Set-Cookie"), HasSubstr("eve-token"));
  EXPECT_THAT(backend_.events(), IsEmpty());
  const std::string before = visitor_;
  KeepVisitor(in);
  EXPECT_THAT(visitor_, IsEmpty());  // Nothing was set: the old one stays.
  EXPECT_THAT(before, Not(IsEmpty()));
}

}  // namespace
}  // namespace broadsheet::gateway
