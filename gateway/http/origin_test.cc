#include "gateway/http/origin.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

HttpRequest Request(std::vector<std::pair<std::string, std::string>> headers) {
  HttpRequest request;
  request.headers = std::move(headers);
  return request;
}

TEST(OriginPolicy, AnswersToLocalNamesAndThoseAllowed) {
  const OriginPolicy policy("News.Example, lab.example:9000");
  for (const char* host :
       {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:8080",
        "news.example", "news.example:443", "lab.example:9000"}) {
    EXPECT_TRUE(policy.HostAllowed(Request({{"Host", host}}))) << host;
  }
  for (const char* host : {"", "example", "lab.example", "lab.example:9001",
                           "localhost.evil", "evil:localhost", "::1"}) {
    EXPECT_FALSE(policy.HostAllowed(Request({{"Host", host}}))) << host;
  }
  EXPECT_FALSE(policy.HostAllowed(Request({})));
}

TEST(OriginPolicy, LetsOurOwnPagesWrite) {
  const OriginPolicy policy;
  EXPECT_TRUE(policy.WriteAllowed(Request(
      {{"Host", "localhost:8080"}, {"Origin", "http://localhost:8080"}})));
  EXPECT_TRUE(policy.WriteAllowed(
      Request({{"Host", "localhost"}, {"Sec-Fetch-Site", "same-origin"}})));
}

TEST(OriginPolicy, LetsProgramsWithoutABrowserWrite) {
  EXPECT_TRUE(OriginPolicy().WriteAllowed(Request({{"Host", "localhost"}})));
}

TEST(OriginPolicy, RefusesWritesFromOtherPages) {
  const OriginPolicy policy;
  for (const char* origin : {"http://evil.example", "null", "localhost:8080",
                             "http://localhost:9999", "file://"}) {
    EXPECT_FALSE(policy.WriteAllowed(
        Request({{"Host", "localhost:8080"}, {"Origin", origin}})))
        << origin;
  }
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_FALSE(policy.WriteAllowed(
        Request({{"Host", "localhost"}, {"Sec-Fetch-Site", site}})));
  }
}

}  // namespace
}  // namespace broadsheet::gateway
