#include "gateway/http/router.h"

#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include "absl/time/clock.h"
#include "gateway/position.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HttpResponse Text(std::string body) {
  return TextAnswer(200, "text/plain", std::move(body));
}

// Who asks, as seen by a handler.
HttpResponse WhoAmI(HttpCall& call) {
  if (call.identity.is_operator()) return Text("operator");
  return Text(call.identity.anonymous() ? "nobody" : call.identity.reader_id);
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    harness_.router.Add("GET", "/papers/{id...}", [](HttpCall& call) {
      return Text("paper " + call.Variable("id"));
    });
    harness_.router.Add("GET", "/papers/{id...}.md", [](HttpCall& call) {
      return Text("markdown " + call.Variable("id"));
    });
    harness_.router.Add("GET", "/papers/date/{day}", [](HttpCall& call) {
      return Text("day " + call.Variable("day") + call.query.Get("q"));
    });
    harness_.router.Add("POST", "/act", WhoAmI);
    harness_.router.Add("GET", "/me", WhoAmI);
  }

  HttpHarness harness_;
};

TEST_F(RouterTest, StartsWithoutAnotherThreadWhenItKnowsWhoAsks) {
  std::thread::id started_by;
  harness_.router.AddStarted(
      "GET", "/started",
      [&](const std::shared_ptr<HttpCall>& call, const HttpDone& done) {
        started_by = std::this_thread::get_id();
        done(WhoAmI(*call));
      });
  EXPECT_EQ(harness_.Get("/started").body, "nobody");
  EXPECT_EQ(started_by, std::this_thread::get_id());
  EXPECT_EQ(harness_.Get("/started", {Bearer(kAliceToken)}).body, "alice");
  EXPECT_NE(started_by, std::this_thread::get_id());
  EXPECT_EQ(harness_.Get("/started", {Bearer(kAliceToken)}).body, "alice");
  EXPECT_EQ(started_by, std::this_thread::get_id());
  EXPECT_EQ(harness_.Get("/started", {Bearer("nobody's")}).status, 401);
  EXPECT_EQ(harness_.Send("GET", "/started", {}, std::string(1000, 'x')).body,
            "nobody");
  EXPECT_EQ(started_by, std::this_thread::get_id());
  harness_.Send("GET", "/started", {}, std::string(100000, 'x'));
  EXPECT_NE(started_by, std::this_thread::get_id());
}

TEST_F(RouterTest, AnswersOfStartedRoutesAreFinishedLikeOthers) {
  harness_.router.AddStarted(
      "GET", "/started",
      [](const std::shared_ptr<HttpCall>& call, const HttpDone& done) {
        std::thread([call, done] {
          done(HttpAnswer([call] { return Text(call->query.Get("q")); }));
        }).detach();
      });
  const HttpResponse response = harness_.Get("/started?q=later");
  EXPECT_EQ(response.body, "later");
  EXPECT_NE(HeaderOf(response, "ETag"), "");
  EXPECT_NE(HeaderOf(response, "X-Request-Id"), "");
  EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff");
}

TEST_F(RouterTest, AnswersThrownErrorsOfStartedRoutesWith500) {
  harness_.router.AddStarted(
      "GET", "/at-the-start",
      [](const std::shared_ptr<HttpCall>&, const HttpDone&) {
        throw std::runtime_error("secret detail");
      });
  harness_.router.AddStarted(
      "GET", "/at-the-end",
      [](const std::shared_ptr<HttpCall>&, const HttpDone& done) {
        done(HttpAnswer([]() -> HttpResponse {
          throw std::runtime_error("secret detail");
        }));
      });
  for (const char* path : {"/at-the-start", "/at-the-end"}) {
    const HttpResponse response = harness_.Get(path);
    EXPECT_EQ(response.status, 500) << path;
    EXPECT_THAT(response.body, Not(HasSubstr("secret"))) << path;
  }
}

TEST(RouterLoadTest, StartsNoMoreAtATimeThanItMay) {
  Router::Options options;
  options.most_started = 1;
  HttpHarness harness(std::move(options));
  std::promise<HttpDone> started;
  harness.router.AddStarted(
      "GET", "/api/v1/waits",
      [&](const std::shared_ptr<HttpCall>&, HttpDone done) {
        started.set_value(std::move(done));
      });
  harness.router.AddStarted(
      "GET", "/api/v1/other",
      [](const std::shared_ptr<HttpCall>&, const HttpDone& done) {
        done(Text("answered"));
      });
  auto first = std::async(std::launch::async,
                          [&] { return harness.Get("/api/v1/waits").status; });
  HttpDone done = started.get_future().get();
  const HttpResponse refused = harness.Get("/api/v1/other");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  done(Text("at last"));
  done = nullptr;
  EXPECT_EQ(first.get(), 200);
  EXPECT_EQ(harness.Get("/api/v1/other").status, 200);
}

TEST_F(RouterTest, StopEndsWhatWasStarted) {
  std::promise<void> started;
  std::thread waiting;
  harness_.router.AddStarted(
      "GET", "/started",
      [&](const std::shared_ptr<HttpCall>& call, const HttpDone& done) {
        waiting = std::thread([call = call, done = done]() mutable {
          while (!call->context.cancelled()) {
            absl::SleepFor(absl::Milliseconds(1));
          }
          done(Text("too late"));
          done = nullptr;
          call = nullptr;
        });
        started.set_value();
      });
  auto answer = std::async(std::launch::async,
                           [&] { return harness_.Get("/started").body; });
  started.get_future().wait();
  harness_.router.Stop();
  EXPECT_EQ(answer.get(), "too late");
  waiting.join();
}

TEST_F(RouterTest, TakesIdsWithSlashesPlainAndEncoded) {
  EXPECT_EQ(harness_.Get("/papers/2407.21783").body, "paper 2407.21783");
  EXPECT_EQ(harness_.Get("/papers/hep-th/9901001").body,
            "paper hep-th/9901001");
  EXPECT_EQ(harness_.Get("/papers/hep-th%2F9901001").body,
            "paper hep-th/9901001");
}

TEST_F(RouterTest, PrefersTheMoreSpecificRoute) {
  EXPECT_EQ(harness_.Get("/papers/date/2026-11-20").body, "day 2026-11-20");
  EXPECT_EQ(harness_.Get("/papers/hep-th%2F9901001.md").body,
            "markdown hep-th/9901001");
}

TEST_F(RouterTest, ChoosesByAcceptWhereARouteAsksForIt) {
  harness_.router.Add(
      "GET", "/papers/{id...}", [](HttpCall&) { return Text("as markdown"); },
      "text/markdown");
  EXPECT_EQ(harness_.Get("/papers/1", {{"Accept", "text/markdown"}}).body,
            "as markdown");
  EXPECT_EQ(harness_.Get("/papers/1", {{"Accept", "text/html"}}).body,
            "paper 1");
}

TEST_F(RouterTest, DecodesTheQuery) {
  EXPECT_EQ(harness_.Get("/papers/date/d?q=a%20b+c&q=later").body,
            "day da b c");
}

TEST_F(RouterTest, RefusesBadEncodingWith400) {
  EXPECT_EQ(harness_.Get("/papers/%").status, 400);
  EXPECT_EQ(harness_.Get("/papers/%ff").status, 400);
  EXPECT_EQ(harness_.Get("/papers/a%00b").status, 400);
  EXPECT_EQ(harness_.Get("/papers/a?q=%zz").status, 400);
}

TEST_F(RouterTest, AnswersUnknownPathsWith404AndOtherMethodsWith405) {
  EXPECT_EQ(harness_.Get("/nowhere").status, 404);
  const HttpResponse wrong = harness_.Send("DELETE", "/me");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(HeaderOf(wrong, "Allow"), "GET, HEAD");
}

TEST_F(RouterTest, AnswersHeadLikeGet) {
  EXPECT_EQ(harness_.Send("HEAD", "/me").status, 200);
}

TEST_F(RouterTest, PutsSecurityHeadersOnEveryAnswer) {
  for (const char* target : {"/me", "/nowhere", "/papers/%"}) {
    const HttpResponse response = harness_.Get(target);
    EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(HeaderOf(response, "Content-Security-Policy"),
                HasSubstr("default-src 'self'"));
    EXPECT_THAT(HeaderOf(response, "Content-Security-Policy"),
                Not(HasSubstr("unsafe")));
    EXPECT_NE(HeaderOf(response, "Referrer-Policy"), "");
    EXPECT_NE(HeaderOf(response, "X-Request-Id"), "");
  }
}

TEST_F(RouterTest, KeepsAHarmlessRequestIdAndReplacesAnother) {
  EXPECT_EQ(HeaderOf(harness_.Get("/me", {{"X-Request-Id", "abc-1"}}),
                     "X-Request-Id"),
            "abc-1");
  EXPECT_NE(
      HeaderOf(harness_.Get("/me", {{"X-Request-Id", "a\"b"}}), "X-Request-Id"),
      "a\"b");
}

TEST_F(RouterTest, RefusesForeignHosts) {
  EXPECT_EQ(harness_.Get("/me", {{"Host", "evil.example"}}).status, 421);
  EXPECT_EQ(harness_.Get("/me", {{"Host", "[::1]:8080"}}).status, 200);
  EXPECT_EQ(harness_.Get("/me", {{"Host", "127.0.0.1"}}).status, 200);
  EXPECT_EQ(
      harness_.Get("/me", {{"Host", "localhost"}, {"Host", "evil"}}).status,
      421);
}

TEST_F(RouterTest, RefusesWritesFromOtherSites) {
  EXPECT_EQ(harness_.Send("POST", "/act", {{"Origin", "http://evil"}}).status,
            403);
  EXPECT_EQ(
      harness_.Send("POST", "/act", {{"Sec-Fetch-Site", "cross-site"}}).status,
      403);
  EXPECT_EQ(harness_.Send("POST", "/act", {{"Origin", "http://localhost:8080"}})
                .status,
            200);
  EXPECT_EQ(harness_.Send("POST", "/act").status, 200);
}

TEST_F(RouterTest, KnowsReadersAndTheOperatorByTheirTokens) {
  EXPECT_EQ(harness_.Get("/me").body, "nobody");
  EXPECT_EQ(harness_.Get("/me", {Bearer(kAliceToken)}).body, "alice");
  EXPECT_EQ(harness_.Get("/me", {Bearer(kOperatorToken)}).body, "operator");
  EXPECT_EQ(harness_.Get("/me", {Bearer("bs_wrong")}).status, 401);
}

TEST_F(RouterTest, TakesTheSessionCookieForReads) {
  EXPECT_EQ(
      harness_.Get("/me", {{"Cookie", "a=b; broadsheet_session=bs_alice"}})
          .body,
      "alice");
}

TEST_F(RouterTest, KeepsPublicPagesOpenToAStaleCookieAndWithoutStorage) {
  const HttpHarness::Headers stale = {{"Cookie", "broadsheet_session=old"}};
  EXPECT_EQ(harness_.Get("/me", stale).body, "nobody");
  harness_.backend.storage = absl::UnavailableError("down");
  EXPECT_EQ(harness_.Get("/me", stale).body, "nobody");
  EXPECT_EQ(harness_.Send("POST", "/act", stale).status, 503);
}

TEST_F(RouterTest, WantsTheCsrfTokenForWritesByCookie) {
  const std::pair<std::string, std::string> cookie = {
      "Cookie", "broadsheet_session=bs_alice"};
  const std::pair<std::string, std::string> form = {
      "Content-Type", "application/x-www-form-urlencoded"};
  const std::string csrf = harness_.authenticator.CsrfToken(kAliceToken);
  EXPECT_EQ(harness_.Send("POST", "/act", {cookie}).status, 403);
  EXPECT_EQ(harness_.Send("POST", "/act", {cookie, form}, "csrf=x").status,
            403);
  EXPECT_EQ(harness_.Send("POST", "/act", {cookie, form}, "csrf=" + csrf).body,
            "alice");
  EXPECT_EQ(
      harness_.Send("POST", "/act", {cookie, {"X-CSRF-Token", csrf}}).body,
      "alice");
}

TEST_F(RouterTest, NeedsNoCsrfTokenWithABearerToken) {
  EXPECT_EQ(harness_.Send("POST", "/act", {Bearer(kAliceToken)}).body, "alice");
}

TEST_F(RouterTest, TellsThePositionOfAWriteInHeaderAndCookie) {
  harness_.router.Add("POST", "/write", [](HttpCall& call) {
    v1::Position position;
    position.set_epoch("e");
    position.set_commit(5);
    AnswerPosition(call.context, position);
    return Text("done");
  });
  const HttpResponse response = harness_.Send("POST", "/write");
  EXPECT_EQ(HeaderOf(response, "X-Broadsheet-Position"), "e/5");
  EXPECT_THAT(HeaderOf(response, "Set-Cookie"),
              HasSubstr("broadsheet_position=e/5"));
}

TEST_F(RouterTest, HandsThePositionSeenToHandlers) {
  harness_.router.Add("GET", "/seen", [](HttpCall& call) {
    const auto seen = PositionSeen(call.context);
    return Text(seen.has_value() ? FormatPosition(*seen) : "none");
  });
  const auto seen = [&](const std::string& name, const std::string& value) {
    return harness_.Get("/seen", {{name, value}, Bearer(kAliceToken)}).body;
  };
  EXPECT_EQ(seen("X-Broadsheet-Position", "e/5"), "e/5");
  EXPECT_EQ(seen("Cookie", "broadsheet_position=e/6"), "e/6");
  EXPECT_EQ(seen("Cookie", "broadsheet_position=zz"), "none");
}

TEST_F(RouterTest, TakesNoPositionFromStrangersWhoHaveWrittenNothing) {
  harness_.router.Add("GET", "/seen", [](HttpCall& call) {
    return Text(PositionSeen(call.context).has_value() ? "some" : "none");
  });
  EXPECT_EQ(harness_.Get("/seen", {{"X-Broadsheet-Position", "e/5"}}).body,
            "none");
  EXPECT_EQ(harness_.Get("/seen", {{"Cookie", "broadsheet_position=e/6"}}).body,
            "none");
}

TEST_F(RouterTest, TurnsExceptionsInto500) {
  harness_.router.Add("GET", "/throws", [](HttpCall&) -> HttpResponse {
    throw std::runtime_error("a secret detail");
  });
  const HttpResponse response = harness_.Get("/throws");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
}

TEST_F(RouterTest, MakesErrorPagesButJsonUnderApi) {
  harness_.router.SetErrorPage(
      [](const HttpCall&, int status, const std::string& message) {
        return TextAnswer(status, "text/html", "<p>" + message);
      });
  EXPECT_THAT(harness_.Get("/nowhere").body, HasSubstr("<p>"));
  EXPECT_THAT(harness_.Get("/api/nowhere").body, HasSubstr("\"not_found\""));
}

TEST_F(RouterTest, CountsByRouteAndStatus) {
  harness_.Get("/papers/1");
  harness_.Get("/nowhere");
  const std::string text = harness_.metrics.Text();
  EXPECT_THAT(text, HasSubstr("code=\"200\",route=\"/papers/{id...}\""));
  EXPECT_THAT(text, HasSubstr("code=\"404\",route=\"none\""));
}

TEST(Router, AnswersAFullQueueWith503) {
  HttpHarness harness(Router::Options(), /*queue=*/0);
  harness.router.Add("GET", "/me", WhoAmI);
  const HttpResponse response = harness.Get("/me");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "1");
}

TEST(SeeOther, StaysOnThisSite) {
  EXPECT_EQ(HeaderOf(SeeOther("/papers/1"), "Location"), "/papers/1");
  for (const char* foreign :
       {"//evil", "/\\evil", "https://evil", "", "/a\r\nSet-Cookie: b"}) {
    EXPECT_EQ(HeaderOf(SeeOther(foreign), "Location"), "/") << foreign;
  }
}

}  // namespace
}  // namespace broadsheet::gateway
