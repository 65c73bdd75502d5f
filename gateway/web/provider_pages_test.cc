// What a browser keeps while it is at a provider, and what it brings back.

#include "common/errors.h"
#include "gateway/web/pages_fixture.h"
#include "gmock/gmock.h"

namespace broadsheet::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kBack[] = "/sign-in/uni/done?state=S&code=C&iss=I";

class ProviderPagesTest : public PagesTest {
 protected:
  ProviderPagesTest() {
    finish_ = v1::FinishProviderSignInResponse();
    finish_->set_session_token("ada-token");
  }

  // As the browser comes back from where `left` sent it.
  HttpResponse Return(const HttpResponse& left,
                      const std::string& target = kBack) {
    return Get(target, {{"Cookie", Kept(left)}});
  }

  static std::string Kept(const HttpResponse& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie" && value.starts_with("broadsheet_sign_in=")) {
        return value.substr(0, value.find(';'));
      }
    }
    return "";
  }
};

TEST_F(ProviderPagesTest, LeadToTheProviderAndKeepTheFlowInTheBrowserAlone) {
  const HttpResponse left = Get("/sign-in/uni?next=/feed");
  EXPECT_EQ(left.status, 303);
  EXPECT_EQ(Header(left, "Location"), "https://sso.example/auth?a=b");
  EXPECT_EQ(Header(left, "Cache-Control"), "no-store");
  EXPECT_THAT(Header(left, "Set-Cookie"),
              AllOf(StartsWith("broadsheet_sign_in=enter~uni~FLOW~%2Ffeed;"),
                    HasSubstr("; Path=/sign-in; HttpOnly; SameSite=Lax"),
                    HasSubstr("Max-Age=600"), Not(HasSubstr("Secure"))));
  EXPECT_EQ(begin_request_.provider_id(), "uni");
  EXPECT_FALSE(begin_request_.link());
  EXPECT_THAT(Header(Get("/sign-in/uni", {{"X-Forwarded-Proto", "https"}}),
                     "Set-Cookie"),
              HasSubstr("; Secure"));
}

TEST_F(ProviderPagesTest, TheJourneyBeginsWhereItEnds) {
  const Headers elsewhere = {{"Host", "127.0.0.1"}};
  const HttpResponse sent = Get("/sign-in/uni?next=/feed", elsewhere);
  EXPECT_EQ(Header(sent, "Location"),
            "http://localhost/sign-in/uni?next=%2Ffeed&here=1");
  // A proxy that gives us another name must not lead round and round.
  EXPECT_EQ(Header(Get("/sign-in/uni?here=1", elsewhere), "Location"),
            "https://sso.example/auth?a=b");
}

TEST_F(ProviderPagesTest, WhoComesBackIsSignedInAndReadsOn) {
  const HttpResponse back = Return(Get("/sign-in/uni?next=/feed"));
  EXPECT_EQ(back.status, 303);
  EXPECT_EQ(Header(back, "Location"), "/feed");
  EXPECT_THAT(Header(back, "Set-Cookie"),
              StartsWith("broadsheet_session=ada-token"));
  EXPECT_EQ(Kept(back), "broadsheet_sign_in=");
  EXPECT_EQ(finish_request_.flow(), "FLOW");
  EXPECT_EQ(finish_request_.state(), "S");
  EXPECT_EQ(finish_request_.code(), "C");
  EXPECT_EQ(finish_request_.issuer(), "I");
}

TEST_F(ProviderPagesTest, AnswersOfOtherProvidersOrBrowsersStayUnused) {
  const HttpResponse left = Get("/sign-in/uni");
  EXPECT_EQ(Return(left, "/sign-in/other/done?state=S&code=C").status, 403);
  EXPECT_EQ(Get(kBack).status, 403);
  EXPECT_EQ(Get(kBack, {{"Cookie", "broadsheet_sign_in=enter~uni"}}).status,
            403);
  EXPECT_THAT(finish_request_.code(), IsEmpty());
}

TEST_F(ProviderPagesTest, WhatWasNotAnsweredMayBeTriedAgain) {
  finish_ = MakeError(absl::StatusCode::kUnavailable, "PROVIDER_DOWN", "down");
  const HttpResponse down = Return(Get("/sign-in/uni"));
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(Kept(down), "");
  finish_ =
      MakeError(absl::StatusCode::kUnauthenticated, "SIGN_IN_REFUSED", "no");
  const HttpResponse refused = Return(Get("/sign-in/uni"));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(Kept(refused), "broadsheet_sign_in=");
}

TEST_F(ProviderPagesTest, WordsThatAnybodyCanWriteAreNotShown) {
  const HttpResponse page =
      Get("/sign-in/uni/done?error=Call+555&error_description=Call+666");
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, AllOf(HasSubstr("an error"), Not(HasSubstr("555")),
                               Not(HasSubstr("666"))));
}

TEST_F(ProviderPagesTest, NoPageOfOthersComesNext) {
  for (const char* next : {"//evil.example", "https%3A%2F%2Fevil.example"}) {
    const HttpResponse left = Get(std::string("/sign-in/uni?next=") + next);
    EXPECT_EQ(Header(Return(left), "Location"), "/") << next;
  }
  const Headers forged = {
      {"Cookie", "broadsheet_sign_in=enter~uni~FLOW~%2F%2Fevil.example"}};
  EXPECT_EQ(Header(Get(kBack, forged), "Location"), "/");
  // More than a cookie holds.
  const HttpResponse left =
      Get("/sign-in/uni?next=/papers?q=" + std::string(1500, '%'));
  EXPECT_LT(Header(left, "Set-Cookie").size(), 4000u);
}

TEST_F(ProviderPagesTest, WhoIsNewChoosesAName) {
  finish_ = v1::FinishProviderSignInResponse();
  finish_->set_registration("bs_offer");
  finish_->set_suggested_name("ada");
  finish_->set_email("ada@example.org");
  const HttpResponse page = Return(Get("/sign-in/uni?next=/feed"));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(Header(page, "Cache-Control"), "no-store");
  EXPECT_THAT(
      page.body,
      AllOf(HasSubstr("action=\"/sign-up/registration\""),
            HasSubstr("value=\"bs_offer\""), HasSubstr("value=\"ada\""),
            HasSubstr("value=\"/feed\""), HasSubstr("ada@example.org")));
  // The code stands in no link of the page.
  EXPECT_THAT(page.body, Not(HasSubstr("code=C")));
}

TEST_F(ProviderPagesTest, ALinkBeginsByAFormOfOurs) {
  SignIn();
  const HttpResponse page = Post("/settings/identities/link", "provider=uni");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(begin_request_.link());
  EXPECT_EQ(Header(page, "Refresh"), "0; url=https://sso.example/auth?a=b");
  EXPECT_THAT(Kept(page), StartsWith("broadsheet_sign_in=link~uni~FLOW~"));
  EXPECT_NE(Get("/settings/identities/link").status, 200);
}

}  // namespace
}  // namespace broadsheet::gateway
