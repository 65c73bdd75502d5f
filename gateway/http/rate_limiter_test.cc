#include "gateway/http/rate_limiter.h"

#include "gateway/testing/http_harness.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

class RateLimiterTest : public ::testing::Test {
 protected:
  FakeClock clock_{absl::FromUnixSeconds(1000000)};
  RateLimiter limiter_{{.per_minute = 60, .burst = 3, .max_keys = 2}, &clock_};
};

TEST_F(RateLimiterTest, TakesABurstThenOneASecond) {
  for (int left = 2; left >= 0; --left) {
    const auto verdict = limiter_.Take("a");
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.remaining, left);
  }
  const auto refused = limiter_.Take("a");
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, absl::Seconds(1));
  EXPECT_EQ(refused.until_full, absl::Seconds(3));
  EXPECT_TRUE(limiter_.Take("b").allowed);
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(limiter_.Take("a").allowed);
  EXPECT_FALSE(limiter_.Take("a").allowed);
}

TEST_F(RateLimiterTest, RefusedRequestsDoNotMakeTheWaitLonger) {
  for (int i = 0; i < 100; ++i) limiter_.Take("a");
  clock_.Advance(absl::Seconds(3));
  EXPECT_EQ(limiter_.Look("a").remaining, 3);
}

TEST_F(RateLimiterTest, RemembersOnlySoManyKeys) {
  for (int i = 0; i < 1000; ++i) limiter_.Take(std::to_string(i));
  EXPECT_EQ(limiter_.keys(), 2u);
}

TEST_F(RateLimiterTest, WithoutALimitAllIsAllowed) {
  RateLimiter open({}, &clock_);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(open.Take("a").allowed);
  EXPECT_EQ(open.keys(), 0u);
}

HttpRequest From(const std::string& peer, const std::string& forwarded = "") {
  HttpRequest request;
  request.peer = peer;
  if (!forwarded.empty()) {
    request.headers.emplace_back("X-Forwarded-For", forwarded);
  }
  return request;
}

TEST(LimitedAddressTest, BelievesOnlyProxies) {
  const char* const proxies = "127.0.0.1,::1";
  EXPECT_EQ(LimitedAddress(From("9.8.7.6:500"), proxies), "9.8.7.6");
  EXPECT_EQ(LimitedAddress(From("9.8.7.6:500", "1.1.1.1"), proxies), "9.8.7.6");
  EXPECT_EQ(LimitedAddress(From("127.0.0.1:500", "1.1.1.1, 2.2.2.2"), proxies),
            "2.2.2.2");
  EXPECT_EQ(LimitedAddress(From("127.0.0.1:500"), proxies), "");
  EXPECT_EQ(LimitedAddress(From("::1:500"), proxies), "");
  EXPECT_EQ(LimitedAddress(From("2001:db8:1:2:3:4:5:6:500"), proxies),
            "2001:db8:1:2::/64");
}

TEST(RouterLimitTest, TooManyRequestsAre429WithTheTimeToWait) {
  FakeClock clock{absl::FromUnixSeconds(1000000)};
  RateLimiter limiter({.per_minute = 60, .burst = 2}, &clock);
  HttpHarness harness({.limiter = &limiter});
  harness.router.Add("GET", "/api/v1/x", [](HttpCall&) {
    return TextAnswer(200, "application/json", "{}");
  });
  const HttpHarness::Headers stranger = {{"X-Forwarded-For", "9.9.9.9"}};
  auto alice = stranger;
  alice.push_back(Bearer(kAliceToken));
  auto chief = stranger;
  chief.push_back(Bearer(kOperatorToken));
  auto guesser = stranger;
  guesser.push_back(Bearer("guess"));
  const HttpResponse first = harness.Get("/api/v1/x", stranger);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(HeaderOf(first, "RateLimit-Limit"), "2");
  EXPECT_EQ(HeaderOf(first, "RateLimit-Remaining"), "1");
  EXPECT_EQ(harness.Get("/api/v1/x", stranger).status, 200);
  const HttpResponse refused = harness.Get("/api/v1/x", stranger);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  // Others at the same address go on, but not who guesses tokens there.
  EXPECT_EQ(harness.Get("/api/v1/x", alice).status, 200);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(harness.Get("/api/v1/x", chief).status, 200);
  }
  EXPECT_EQ(harness.Get("/api/v1/x", guesser).status, 429);
  // The machine's own user is not limited.
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(harness.Get("/api/v1/x").status, 200);
  }
}

}  // namespace
}  // namespace broadsheet::gateway
