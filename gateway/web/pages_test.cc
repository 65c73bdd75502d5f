#include "gateway/web/pages.h"

#include "common/errors.h"
#include "gateway/web/assets.h"
#include "gateway/web/pages_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(PagesTest, FrontPageIsTheLatestDayThatHasAList) {
  SubmitToList("2026-11-20");
  const HttpResponse response = Get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(backend_.list_request().period(), "");
  EXPECT_THAT(response.body, HasSubstr("Friday, 20 November 2026"));
  EXPECT_THAT(response.body, HasSubstr("Title 0"));
  EXPECT_THAT(Get("/papers").body, HasSubstr("Friday, 20 November 2026"));
}

TEST_F(PagesTest, PagesAllowNoForeignOrInlineCode) {
  const std::string policy = Header(Get("/"), "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(PagesTest, APeriodIsAskedForByItsName) {
  EXPECT_EQ(Get("/papers/week/2026-W47").status, 200);
  EXPECT_EQ(backend_.list_request().period(), "2026-W47");
}

TEST_F(PagesTest, APeriodThatIsNoneIsA400) {
  for (const char* path :
       {"/papers/date/2026-13-40", "/papers/date/2026-11",
        "/papers/week/2026-W60", "/papers/month/%3Cscript%3E"}) {
    const HttpResponse response = Get(path);
    EXPECT_EQ(response.status, 400) << path;
    EXPECT_THAT(response.body, Not(HasSubstr("<script>")));
  }
}

TEST_F(PagesTest, SearchShowsResultsAndTheWayToMore) {
  const HttpResponse response = Get("/papers?q=attention%20%3Cb%3E");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("30 papers found"));
  EXPECT_THAT(response.body, HasSubstr("attention &lt;b&gt;"));
  EXPECT_THAT(response.body,
              HasSubstr("/papers?q=attention%20%3Cb%3E&amp;page_token="
                        "token%262&amp;from=25"));
}

TEST_F(PagesTest, TrendingMayBeOfOneField) {
  EXPECT_THAT(Get("/papers/trending?category=cs.CL").body,
              HasSubstr("Trending in Computation and Language"));
  ASSERT_THAT(backend_.trending_request().categories(), SizeIs(1));
  EXPECT_EQ(Get("/papers/trending?category=cs.NO").status, 404);
}

TEST_F(PagesTest, AListThatIsASubstituteSaysSo) {
  backend_.set_degraded("no recommender answers");
  EXPECT_THAT(Get("/papers/trending").body,
              HasSubstr("No recommender answers."));
}

TEST_F(PagesTest, TheFrontPageDoesWithoutTheRecommender) {
  SubmitToList("2026-11-20");
  backend_.set_recommender(absl::UnavailableError("away"));
  const HttpResponse response = Get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, Not(HasSubstr("Trending now")));
}

TEST_F(PagesTest, WithoutStorageThePageSaysThatItComesBack) {
  backend_.set_storage(absl::UnavailableError("secret address"));
  const HttpResponse response = Get("/");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(Header(response, "Retry-After"), "5");
  EXPECT_THAT(response.body, HasSubstr("presses have stopped"));
  EXPECT_THAT(response.body, Not(HasSubstr("secret address")));
}

TEST_F(PagesTest, VisitorsOfTheFeedAreToldToSignIn) {
  EXPECT_THAT(Get("/feed").body, HasSubstr("/sign-in?next=%2Ffeed"));
  EXPECT_EQ(Get("/library").status, 303);
}

TEST_F(PagesTest, ReadersHaveAFeedWithReasonsAndALibrary) {
  SignIn();
  backend_.StandingOf("2611.10003").set_saved(true);
  EXPECT_THAT(Get("/feed").body, HasSubstr("Because you saved"));
  const HttpResponse library = Get("/library");
  EXPECT_THAT(library.body, HasSubstr("Title 3"));
  EXPECT_THAT(library.body, HasSubstr("Saved today"));
  EXPECT_THAT(library.body, Not(HasSubstr("Title 4<")));
}

TEST_F(PagesTest, AReadersVisitOfAPaperIsAView) {
  EXPECT_EQ(Get("/papers/2611.10000").status, 200);
  EXPECT_THAT(backend_.events(), IsEmpty());
  SignIn();
  EXPECT_EQ(Get("/papers/2611.10000").status, 200);
  ASSERT_THAT(backend_.events(), SizeIs(1));
  EXPECT_EQ(backend_.events()[0].kind(), v1::EVENT_KIND_VIEW);
  EXPECT_EQ(backend_.events()[0].reader_id(), "ada");
}

TEST_F(PagesTest, AFeedOfAnExperimentLeavesImpressions) {
  SignIn();
  EXPECT_EQ(Get("/feed").status, 200);
  EXPECT_THAT(backend_.events(), IsEmpty());
  backend_.set_arm("varied");
  EXPECT_EQ(Get("/feed").status, 200);
  ASSERT_THAT(backend_.events(), Not(IsEmpty()));
  const v1::Event& third = backend_.events()[2];
  EXPECT_EQ(third.kind(), v1::EVENT_KIND_IMPRESSION);
  EXPECT_EQ(third.reader_id(), "ada");
  EXPECT_EQ(third.paper_id(), backend_.papers()[2].id());
  EXPECT_EQ(third.list(), "feed");
  EXPECT_EQ(third.position(), 2);
  EXPECT_EQ(third.arm(), "varied");
  EXPECT_NE(third.event_id(), backend_.events()[0].event_id());
  // Shown again, further down, it is the same impression.
  const std::string id = third.event_id();
  const size_t before = backend_.events().size();
  EXPECT_EQ(Get("/feed?from=25").status, 200);
  const v1::Event& again = backend_.events()[before + 2];
  EXPECT_EQ(again.event_id(), id);
  EXPECT_EQ(again.position(), 26);
}

TEST_F(PagesTest, AFeedIsShownThoughItsImpressionsAreLost) {
  SignIn();
  backend_.set_arm("varied");
  backend_.set_appending(absl::UnavailableError("gone"));
  EXPECT_EQ(Get("/feed").status, 200);
}

TEST_F(PagesTest, AnotherSpellingOfAnIdLeadsToThePaper) {
  const HttpResponse response = Get("/papers/2611.10000v3");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Location"), "/papers/2611.10000");
}

TEST_F(PagesTest, AnUnknownPaperIsA404ThatNamesIt) {
  const HttpResponse response = Get("/papers/2611.99999");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("2611.99999"));
  // The way to have it.
  EXPECT_THAT(response.body, HasSubstr("/submit?paper_id=2611.99999"));
}

TEST_F(PagesTest, AVoteIsRecordedAndLeadsBack) {
  SignIn();
  const HttpResponse response =
      Post("/papers/2611.10000/vote", "event_id=abc.0&next=/papers?q=a");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Location"), "/papers?q=a");
  ASSERT_THAT(backend_.events(), SizeIs(1));
  const v1::Event& event = backend_.events()[0];
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_UPVOTE);
  EXPECT_EQ(event.reader_id(), "ada");
  EXPECT_EQ(event.paper_id(), "2611.10000");
}

TEST_F(PagesTest, TheSameFormSentTwiceHasTheSameEventId) {
  SignIn();
  Post("/papers/2611.10000/save", "event_id=abc.0");
  Post("/papers/2611.10000/save", "event_id=abc.0");
  Post("/papers/2611.10000/vote", "event_id=abc.0");
  ASSERT_THAT(backend_.events(), SizeIs(3));
  EXPECT_EQ(backend_.events()[0].event_id(), backend_.events()[1].event_id());
  EXPECT_NE(backend_.events()[0].event_id(), backend_.events()[2].event_id());
}

TEST_F(PagesTest, AFormNeverLeadsToAnotherSite) {
  SignIn();
  for (const char* next : {"//evil.example", "https://evil.example",
                           "/%5Cevil.example", "%0d%0aX:y"}) {
    EXPECT_EQ(Header(Post("/papers/2611.10000/vote",
                          std::string("event_id=a&next=") + next),
                     "Location"),
              "/")
        << next;
  }
}

TEST_F(PagesTest, AVoteAndItsWithdrawalInOneSecondKeepTheirOrder) {
  SignIn();
  Post("/papers/2611.10000/vote", "event_id=b");
  clock_.Advance(absl::Milliseconds(1));
  Post("/papers/2611.10000/unvote", "event_id=a");
  ASSERT_THAT(backend_.events(), SizeIs(2));
  EXPECT_EQ(backend_.events()[0].at().seconds(),
            backend_.events()[1].at().seconds());
  EXPECT_LT(backend_.events()[0].at().nanos(),
            backend_.events()[1].at().nanos());
}

TEST_F(PagesTest, AVoteWithoutTheFormsTokenIsRefused) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/papers/2611.10000/vote";
  SignIn();
  EXPECT_EQ(Send(std::move(request)).status, 403);
  EXPECT_THAT(backend_.events(), IsEmpty());
}

TEST_F(PagesTest, AVoteForAnUnknownPaperIsAnError) {
  SignIn();
  EXPECT_EQ(Post("/papers/2611.99999/vote", "event_id=a").status, 400);
}

TEST_F(PagesTest, VisitorsWhoVoteAreAskedToSignIn) {
  const HttpResponse response = Post("/papers/2611.10000/vote", "event_id=a");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Location"),
            "/sign-in?next=%2Fpapers%2F2611.10000");
}

TEST_F(PagesTest, TheScriptIsToldThatTheSessionIsOver) {
  session_ = "revoked";
  const Headers script = {{"X-Requested-With", "fetch"}};
  EXPECT_EQ(Post("/papers/2611.10000/vote", "event_id=a", script).status, 401);
  EXPECT_THAT(backend_.events(), IsEmpty());
  SignIn();
  EXPECT_EQ(Post("/papers/2611.10000/vote", "event_id=a", script).status, 303);
}

TEST_F(PagesTest, TheOperatorIsNoReader) {
  session_ = "operator";
  EXPECT_EQ(Post("/papers/2611.10000/vote", "event_id=a").status, 403);
}

TEST_F(PagesTest, ReadersSubmitToTheListOfToday) {
  SignIn();
  const HttpResponse response = Post(
      "/submit", "request_id=r&paper_id=https://arxiv.org/abs/2611.10000v2");
  EXPECT_EQ(Header(response, "Location"), "/papers/date/2026-11-23");
  ASSERT_THAT(backend_.submissions(), SizeIs(1));
  EXPECT_EQ(backend_.submissions()[0].paper_id(), "2611.10000");
  EXPECT_EQ(backend_.submissions()[0].submitter(), "ada");
  EXPECT_FALSE(backend_.submissions()[0].automatic());
}

TEST_F(PagesTest, WhoIsBannedOrMayOnlyReadWritesOnNoPage) {
  backend_.AddToken("banned",
                    Credential{.reader_id = "mallory", .banned = true});
  backend_.AddToken("reads", Credential{.reader_id = "bob",
                                        .scopes = 1 << v1::TOKEN_SCOPE_READ});
  for (const char* session : {"banned", "reads"}) {
    session_ = session;
    EXPECT_EQ(Get("/papers/2611.10000").status, 200) << session;
    EXPECT_EQ(Post("/papers/2611.10000/vote", "event_id=a").status, 403)
        << session;
    EXPECT_EQ(Post("/submit", "paper_id=2611.10000").status, 403) << session;
    EXPECT_EQ(Post("/library/import", "references=arXiv:2611.10000").status,
              403)
        << session;
  }
  EXPECT_THAT(backend_.events(), IsEmpty());
  EXPECT_THAT(backend_.submissions(), IsEmpty());
}

TEST_F(PagesTest, ASubmissionThatCannotBeKeepsWhatWasTyped) {
  SignIn();
  const HttpResponse unknown = Post("/submit", "paper_id=2611.99999");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("2611.99999, and arXiv has none"));
  EXPECT_THAT(unknown.body, HasSubstr("value=\"2611.99999\""));
  EXPECT_EQ(Post("/submit", "paper_id=nonsense").status, 400);
  backend_.set_storage(MakeError(absl::StatusCode::kUnavailable, "SOURCE_DOWN",
                                 "it does not come; try again in a minute"));
  const HttpResponse down = Post("/submit", "paper_id=2611.99999");
  EXPECT_EQ(down.status, 503);
  EXPECT_THAT(down.body, HasSubstr("try again in a minute."));
  EXPECT_THAT(down.body, HasSubstr("value=\"2611.99999\""));
}

TEST_F(PagesTest, ATokenSignsIn) {
  const HttpResponse response =
      Post("/sign-in", "token=%20ada-token%20&next=/feed");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Location"), "/feed");
  const std::string cookie = Header(response, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("ada-token"));
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
}

TEST_F(PagesTest, ASessionOverTlsStaysOnTls) {
  const HttpResponse response =
      Post("/sign-in", "token=ada-token", {{"X-Forwarded-Proto", "https"}});
  EXPECT_THAT(Header(response, "Set-Cookie"), HasSubstr("; Secure"));
}

TEST_F(PagesTest, ALibraryGoesOutAndComesIn) {
  SignIn();
  backend_.StandingOf("2611.10000").set_saved(true);
  const HttpResponse file = Get("/library.bib");
  EXPECT_THAT(file.body, HasSubstr("eprint = {2611.10000}"));
  EXPECT_THAT(Header(file, "Content-Disposition"), HasSubstr("library.bib"));
  EXPECT_THAT(Get("/library.json").body, HasSubstr("\"id\":\"2611.10000\""));
  const HttpResponse done =
      Post("/library/import", "references=2611.10001%0A2611.99999%0Anothing");
  EXPECT_EQ(done.status, 200);
  EXPECT_THAT(done.body, HasSubstr("1 paper is in your library now."));
  EXPECT_THAT(done.body, HasSubstr("2 entries are not in"));
  ASSERT_THAT(backend_.events(), SizeIs(1));
  EXPECT_EQ(backend_.events()[0].kind(), v1::EVENT_KIND_SAVE);
  EXPECT_EQ(Post("/library/import", "references=").status, 400);
  session_.clear();
  EXPECT_EQ(Get("/library.ris").status, 401);
}

TEST_F(PagesTest, WhatAReaderDismissedIsInTheLibraryWithItsUndoing) {
  SignIn();
  v1::DismissedPaper& paper = *dismissed_.add_papers();
  *paper.mutable_paper() = backend_.papers()[3];
  paper.set_disliked(true);
  backend_.StandingOf("2611.10003").set_disliked(true);
  paper.mutable_at()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  dismissed_.set_next_page_token("more");
  const std::string page = Get("/library/hidden").body;
  EXPECT_THAT(page, HasSubstr("Title 3"));
  EXPECT_THAT(page, HasSubstr("formaction=\"/papers/2611.10003/undislike\""));
  EXPECT_THAT(page, HasSubstr("Not interested since today"));
  EXPECT_THAT(page, HasSubstr("/library/hidden?page_token=more"));
  EXPECT_THAT(Get("/library").body, HasSubstr("href=\"/library/hidden\""));
  session_ = "operator";
  EXPECT_EQ(Get("/library/hidden").status, 403);
}

TEST_F(PagesTest, ALibraryIsSearchedByItself) {
  SignIn();
  EXPECT_THAT(Get("/library").body, HasSubstr("action=\"/library\""));
  const std::string page = Get("/library?q=deep+%3Clearning").body;
  EXPECT_TRUE(backend_.search_request().in_library());
  EXPECT_EQ(backend_.search_request().reader_id(), "ada");
  EXPECT_EQ(backend_.search_request().query(), "deep <learning");
  EXPECT_THAT(page, HasSubstr("30 saved papers found"));
  EXPECT_THAT(page, HasSubstr("value=\"deep &lt;learning\""));
}

TEST_F(PagesTest, PapersAreFoundByAWholeText) {
  EXPECT_THAT(Get("/match").body, HasSubstr("<textarea"));
  const std::string page = Post("/match", "text=+An+%3Cabstract%3E.+").body;
  EXPECT_EQ(recommend_request_.text(), "An <abstract>.");
  EXPECT_THAT(page, HasSubstr("An &lt;abstract&gt;.</textarea>"));
  EXPECT_THAT(page, HasSubstr("Title 7"));
  EXPECT_EQ(Header(Post("/match", "text=+"), "Location"), "/match");
  recommend_ = absl::InvalidArgumentError("text is too long");
  EXPECT_EQ(Post("/match", "text=a").status, 400);
}

TEST_F(PagesTest, AuthorsPagesNameTheReadersWhoAreKnownByThem) {
  backend_.papers()[3].add_authors("Ada Lovelace");
  EXPECT_THAT(Get("/authors/Ada%20Lovelace").body,
              HasSubstr("Known here as ada."));
}

TEST_F(PagesTest, WhoSubmittedMayTakeItBackWhileNobodyElseVotes) {
  SubmitToList("2026-11-23");
  v1::SubmittedPaper& paper = *backend_.list().mutable_papers(0);
  paper.set_day("2026-11-23");
  paper.set_submitter("ada");
  EXPECT_THAT(Get("/").body, Not(HasSubstr("/submit/retract")));
  SignIn();
  EXPECT_THAT(Get("/").body, HasSubstr("/submit/retract"));
  paper.mutable_listed()->mutable_paper()->set_upvotes(1);
  EXPECT_THAT(Get("/").body, Not(HasSubstr("/submit/retract")));
  backend_.StandingOf("2611.10000").set_upvoted(true);
  EXPECT_THAT(Get("/").body, HasSubstr("/submit/retract"));
  const HttpResponse done =
      Post("/submit/retract",
           "paper_id=2611.10000&day=2026-11-23&request_id=n.r0&next=/x");
  EXPECT_EQ(Header(done, "Location"), "/x");
  EXPECT_EQ(retract_request_.paper_id(), "2611.10000");
  EXPECT_EQ(retract_request_.day(), "2026-11-23");
  EXPECT_EQ(retract_request_.request_id(), "n.r0");
  paper.set_submitter("bob");
  EXPECT_THAT(Get("/").body, Not(HasSubstr("/submit/retract")));
  backend_.AddToken("ed-token",
                    Credential{.reader_id = "ed", .role = v1::ROLE_EDITOR});
  session_ = "ed-token";
  EXPECT_THAT(Get("/").body, HasSubstr("<summary>Take off the list"));
  // What is the editor's own is like everybody's.
  paper.set_submitter("ed");
  paper.mutable_listed()->mutable_paper()->set_upvotes(2);
  EXPECT_THAT(Get("/").body, Not(HasSubstr("/submit/retract")));
  paper.mutable_listed()->mutable_paper()->set_upvotes(1);
  EXPECT_THAT(Get("/").body, HasSubstr(">Take off the list</button>"));
}

TEST_F(PagesTest, TheHubsAddressOfTheFormLeadsToIt) {
  EXPECT_EQ(Header(Get("/papers/submit?paper_id=2611.10000"), "Location"),
            "/submit?paper_id=2611.10000");
}

TEST_F(PagesTest, PapersAreReferences) {
  EXPECT_THAT(Get("/papers/2611.10000.bib").body, HasSubstr("@misc{"));
  EXPECT_THAT(Get("/papers/2611.10000.ris").body, HasSubstr("TY  - UNPB"));
  EXPECT_EQ(Get("/papers/2611.99999.bib").status, 404);
}

TEST_F(PagesTest, AuthorsHavePages) {
  backend_.papers()[3].add_authors("Ada Lovelace");
  EXPECT_THAT(Get("/authors/Ada%20Lovelace").body, HasSubstr("Title 3"));
  EXPECT_EQ(Get("/authors/Nobody").status, 404);
}

TEST_F(PagesTest, ReadersAreToldWhyAPaperIsForThem) {
  SignIn();
  const std::string page = Get("/papers/2611.10000").body;
  EXPECT_THAT(page, HasSubstr("Trending in cs.CL"));
  EXPECT_THAT(page, HasSubstr("item factors"));
}

TEST_F(PagesTest, PagesNameTheirFeeds) {
  EXPECT_THAT(Get("/").body, HasSubstr("href=\"/feeds/daily.atom\""));
  EXPECT_THAT(Get("/papers?q=a%20b").body,
              HasSubstr("href=\"/feeds/search.atom?q=a%20b\""));
  EXPECT_THAT(Get("/papers/trending?category=cs.CL").body,
              HasSubstr("href=\"/feeds/category/cs.CL.rss\""));
}

TEST_F(PagesTest, AWrongTokenDoesNotSignIn) {
  for (const char* form : {"token=wrong", "token=", ""}) {
    const HttpResponse response = Post("/sign-in", form);
    EXPECT_EQ(response.status, 403) << form;
    EXPECT_EQ(Header(response, "Set-Cookie"), "") << form;
    EXPECT_THAT(response.body, HasSubstr("Nobody has this token.")) << form;
  }
}

TEST_F(PagesTest, ADeadSessionIsAVisitors) {
  session_ = "revoked";
  EXPECT_THAT(Get("/").body, HasSubstr("<a href=\"/sign-in\">Sign in</a>"));
  EXPECT_EQ(Post("/papers/2611.10000/vote", "event_id=a").status, 303);
  EXPECT_THAT(backend_.events(), IsEmpty());
}

TEST_F(PagesTest, SigningOutEndsTheSession) {
  SignIn();
  const HttpResponse response = Post("/sign-out", "");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Set-Cookie"), EndedSessionCookie());
}

TEST_F(PagesTest, StaticFilesAreKeptForEverUnderTheirDigest) {
  const std::string url = Assets(EmbeddedAssets()).Url("site.css");
  EXPECT_THAT(Get("/").body, HasSubstr(url));
  const HttpResponse response = Get(url);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Header(response, "Content-Type"), "text/css; charset=utf-8");
  EXPECT_THAT(Header(response, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(Get("/static/site.css").status, 404);
}

TEST_F(PagesTest, TheIconIsNotSentAgainToWhoHasIt) {
  const HttpResponse first = Get("/favicon.svg");
  EXPECT_EQ(first.status, 200);
  HttpRequest again;
  again.method = "GET";
  again.target = "/favicon.svg";
  again.headers = {{"If-None-Match", Header(first, "ETag")}};
  EXPECT_EQ(Send(std::move(again)).status, 304);
}

TEST_F(PagesTest, RobotsAreKeptFromPersonalPages) {
  EXPECT_THAT(Get("/robots.txt").body, HasSubstr("Disallow: /feed"));
}

TEST_F(PagesTest, AnUnknownAddressIsAPage) {
  const HttpResponse response = Get("/nothing");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("Not in this issue"));
}

TEST_F(PagesTest, EveryPageIsBelowAHundredKilobytes) {
  SignIn();
  for (v1::Paper& paper : backend_.papers()) {
    paper.set_title(std::string(150, 'T'));
    paper.set_abstract(std::string(30000, 'a'));
    for (int i = 0; i < 100; ++i) paper.add_authors("Ada Lovelace");
    paper.add_categories("cs.CL");
  }
  for (int i = 0; i < 24; ++i) SubmitToList("2026-11-20");
  for (const char* path : {"/", "/papers?q=a", "/papers/trending", "/feed",
                           "/papers/week/2026-W47", "/papers/2611.10000",
                           "/status", "/submit", "/sign-in"}) {
    EXPECT_LT(Get(path).body.size(), 100000u) << path;
  }
}

}  // namespace
}  // namespace broadsheet::gateway
