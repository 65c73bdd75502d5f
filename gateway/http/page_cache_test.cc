#include "gateway/http/page_cache.h"

#include "gateway/testing/http_harness.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

class PageCacheTest : public ::testing::Test {
 protected:
  PageCacheTest() {
    harness_.router.Add("GET", "/papers/{id...}", [this](HttpCall&) {
      return TextAnswer(200, "text/html", "page " + std::to_string(++made_));
    });
    harness_.router.Add("GET", "/feeds/{name...}", [this](HttpCall&) {
      HttpResponse feed =
          TextAnswer(200, "text/xml", "feed " + std::to_string(++made_));
      feed.headers.emplace_back("Cache-Control", caching_);
      return feed;
    });
    harness_.router.Add("GET", "/me", [this](HttpCall&) {
      return TextAnswer(200, "text/html", "me " + std::to_string(++made_));
    });
  }

  std::string Get(const std::string& target,
                  HttpHarness::Headers headers = {}) {
    return harness_.Get(target, std::move(headers)).body;
  }

  FakeClock clock_{absl::FromUnixSeconds(6000)};
  std::optional<uint64_t> generation_ = 1;
  PageCache cache_{{.max_bytes = 20000, .max_answer_bytes = 5000},
                   [this] { return generation_; },
                   &clock_};
  HttpHarness harness_{{.cache = &cache_}};
  std::string caching_ = "public, max-age=60";
  int made_ = 0;
};

TEST_F(PageCacheTest, StrangersShareAnAnswer) {
  EXPECT_EQ(Get("/papers/1"), "page 1");
  EXPECT_EQ(Get("/papers/1"), "page 1");
  EXPECT_EQ(Get("/papers/2"), "page 2");
  EXPECT_EQ(made_, 2);
}

TEST_F(PageCacheTest, AChangeOfTheCatalogueEndsIt) {
  Get("/papers/1");
  generation_ = 2;
  EXPECT_EQ(Get("/papers/1"), "page 2");
  generation_ = std::nullopt;
  EXPECT_EQ(Get("/papers/1"), "page 3");
  EXPECT_EQ(Get("/papers/1"), "page 4");
}

TEST_F(PageCacheTest, AnAnswerHoldsForItsMinute) {
  Get("/papers/1");
  clock_.Advance(absl::Seconds(59));
  EXPECT_EQ(Get("/papers/1"), "page 1");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Get("/papers/1"), "page 2");
}

TEST_F(PageCacheTest, WhoIsKnownOrHasWrittenNeverMeetsIt) {
  Get("/papers/1");
  EXPECT_EQ(Get("/papers/1", {Bearer(kAliceToken)}), "page 2");
  EXPECT_EQ(Get("/papers/1", {{"Cookie", "a=b"}}), "page 3");
  EXPECT_EQ(Get("/papers/1", {{"X-Broadsheet-Position", "e/1"}}), "page 4");
  EXPECT_EQ(Get("/papers/1"), "page 1");
  Get("/me");
  EXPECT_EQ(Get("/me"), "me 6");
}

TEST_F(PageCacheTest, APersonalAddressIsNotKeptHoweverItIsWritten) {
  for (const char* target :
       {"/feeds/me/token.atom", "/feeds/%6De/token.atom",
        "/feeds/m%65/token.atom", "/feeds/me%2Ftoken.atom",
        "/feeds/%6d%65%2ftoken.atom?q=a", "/%66eeds/me/token.atom"}) {
    EXPECT_NE(Get(target), Get(target)) << target;
  }
  EXPECT_EQ(Get("/feeds/daily.atom"), Get("/feeds/daily.atom"));
}

TEST_F(PageCacheTest, WhatItsMakerCallsPrivateIsNotKept) {
  for (const char* caching : {"private, max-age=60", "private", "no-store"}) {
    caching_ = caching;
    EXPECT_NE(Get("/feeds/daily.atom"), Get("/feeds/daily.atom")) << caching;
  }
  caching_ = "public, max-age=60";
  EXPECT_EQ(Get("/feeds/daily.atom"), Get("/feeds/daily.atom"));
}

TEST_F(PageCacheTest, HostsAndFormsAreKeptApart) {
  Get("/papers/1");
  EXPECT_EQ(Get("/papers/1", {{"Host", "127.0.0.1:8080"}}), "page 2");
  EXPECT_EQ(Get("/papers/1", {{"Accept", "text/markdown"}}), "page 3");
  EXPECT_EQ(harness_.Get("/papers/1", {{"Host", "evil.example"}}).status, 421);
}

TEST_F(PageCacheTest, WhoHasTheAnswerGetsNoneAgain) {
  const HttpResponse first = harness_.Get("/papers/1");
  const HttpResponse again =
      harness_.Get("/papers/1", {{"If-None-Match", HeaderOf(first, "ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(made_, 1);
  // Each answer has an id of its own.
  EXPECT_NE(HeaderOf(first, "X-Request-Id"), HeaderOf(again, "X-Request-Id"));
}

TEST_F(PageCacheTest, ItsBytesAreBounded) {
  for (int i = 0; i < 200; ++i) Get("/papers/" + std::to_string(i));
  EXPECT_LE(cache_.bytes(), 20000u);
  EXPECT_GT(cache_.bytes(), 10000u);
}

}  // namespace
}  // namespace broadsheet::gateway
