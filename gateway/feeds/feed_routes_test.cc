#include "gateway/feeds/feed_routes.h"

#include "gateway/feeds/xml_check.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::Paper PaperOf(const std::string& id) {
  v1::Paper paper;
  paper.set_id(id);
  paper.set_title("Title of " + id);
  paper.set_abstract("About $x<y$ & more.");
  paper.set_announced("2026-11-20");
  return paper;
}

class FeedRoutesTest : public ::testing::Test {
 protected:
  FeedRoutesTest() {
    RegisterFeeds(&harness_.router, &harness_.backend, &tokens_,
                  &harness_.authenticator);
    for (const char* id : {"2611.00001", "2611.00002", "hep-th/9901001"}) {
      harness_.backend.papers.push_back(PaperOf(id));
      *harness_.backend.trending->add_papers()->mutable_paper() = PaperOf(id);
    }
  }

  void Submit(const std::string& day, const std::string& id) {
    v1::SubmittedPaper paper;
    *paper.mutable_listed()->mutable_paper() = PaperOf(id);
    harness_.backend.days[day].push_back(paper);
  }

  HttpHarness harness_;
  const FeedTokens tokens_{"a secret"};
};

TEST_F(FeedRoutesTest, EveryListIsAFeedInEveryFormat) {
  Submit("2026-11-20", "2611.00001");
  *harness_.backend.search->add_papers()->mutable_paper() =
      PaperOf("2611.00001");
  for (const char* list : {"daily", "trending", "category/cs.CL", "search"}) {
    for (const char* ending : {".atom", ".rss", ".json"}) {
      const HttpResponse feed =
          harness_.Get(std::string("/feeds/") + list + ending + "?q=words");
      EXPECT_EQ(feed.status, 200) << list << ending << feed.body;
      EXPECT_THAT(feed.body, HasSubstr("Title of 2611.00001"));
      EXPECT_THAT(HeaderOf(feed, "Content-Type"),
                  HasSubstr(std::string(ending).substr(1)));
      if (std::string(ending) != ".json") {
        EXPECT_EQ(XmlFault(feed.body), "");
      }
    }
  }
}

TEST_F(FeedRoutesTest, TheDailyFeedKeepsTheLastDaysWhenADayBegins) {
  Submit("2026-11-19", "2611.00001");
  Submit("2026-11-20", "2611.00002");
  EXPECT_THAT(XmlTexts(harness_.Get("/feeds/daily.rss").body, "guid"),
              ElementsAre("urn:x-broadsheet:paper:2611.00002",
                          "urn:x-broadsheet:paper:2611.00001"));
}

TEST_F(FeedRoutesTest, AnUnchangedFeedIsNotSentAgain) {
  const HttpResponse feed = harness_.Get("/feeds/trending.atom");
  const HttpResponse again = harness_.Get(
      "/feeds/trending.atom", {{"If-None-Match", HeaderOf(feed, "ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

TEST_F(FeedRoutesTest, AnOlderPaperThatComesIntoAListIsNews) {
  const HttpResponse feed = harness_.Get("/feeds/trending.atom");
  // The date of the newest item would not tell.
  EXPECT_EQ(HeaderOf(feed, "Last-Modified"), "");
  v1::Paper* old = harness_.backend.trending->add_papers()->mutable_paper();
  old->set_id("1706.03762");
  old->set_title("Attention");
  old->set_published("2017-06-12");
  const HttpResponse again = harness_.Get(
      "/feeds/trending.atom", {{"If-None-Match", HeaderOf(feed, "ETag")}});
  EXPECT_EQ(again.status, 200);
  EXPECT_THAT(again.body, HasSubstr("1706.03762"));
  const HttpResponse since =
      harness_.Get("/feeds/trending.atom",
                   {{"If-Modified-Since", "Fri, 20 Nov 2026 00:00:00 GMT"}});
  EXPECT_EQ(since.status, 200);
}

TEST_F(FeedRoutesTest, ItemsLeadToThisServer) {
  EXPECT_THAT(harness_.Get("/feeds/trending.atom").body,
              HasSubstr("http://localhost:8080/papers/hep-th%2F9901001"));
}

TEST_F(FeedRoutesTest, ASubstituteIsNoNews) {
  harness_.backend.trending->mutable_info()->set_degraded("no recommender");
  EXPECT_EQ(harness_.Get("/feeds/trending.atom").status, 503);
}

TEST_F(FeedRoutesTest, OnlyATokenOpensAPersonalFeed) {
  EXPECT_EQ(harness_.Get("/feeds/me/alice.atom").status, 404);
  std::string token = tokens_.Make("alice");
  EXPECT_EQ(*tokens_.Open(token), "alice");
  token[token.size() / 2] ^= 1;
  EXPECT_EQ(harness_.Get("/feeds/me/" + token + ".atom").status, 404);
}

TEST_F(FeedRoutesTest, AnEditionIsAFeedOfItsDailyLists) {
  Submit("2026-11-19", "2611.00001");
  Submit("2026-11-20", "2611.00002");
  const HttpResponse feed = harness_.Get("/feeds/edition/nlp.atom");
  EXPECT_EQ(feed.status, 200);
  EXPECT_EQ(XmlFault(feed.body), "");
  EXPECT_THAT(feed.body, HasSubstr("http://localhost:8080/editions/nlp"));
  for (const v1::ListSubmittedRequest& request : harness_.backend.listed) {
    EXPECT_EQ(request.edition(), "nlp");
  }
}

TEST_F(FeedRoutesTest, ATokenForTheFeedAloneOpensItsReadersFeed) {
  harness_.backend.tokens[HashToken("bs_narrow")] = "alice";
  harness_.backend.scopes[HashToken("bs_narrow")] = 1 << v1::TOKEN_SCOPE_FEED;
  EXPECT_EQ(harness_.Get("/feeds/me/bs_narrow.atom").status, 200);
  // It is revoked.
  harness_.backend.tokens.erase(HashToken("bs_narrow"));
  harness_.authenticator.ForgetReader("alice");
  EXPECT_EQ(harness_.Get("/feeds/me/bs_narrow.atom").status, 404);
}

TEST_F(FeedRoutesTest, ASignedTokenMayBeginAsTheOthersDo) {
  const std::string token = tokens_.Make("reader-943899");
  ASSERT_TRUE(token.starts_with("bs_")) << token;
  EXPECT_EQ(harness_.Get("/feeds/me/" + token + ".atom").status, 200);
}

TEST_F(FeedRoutesTest, ATokenThatMayDoMoreIsRefusedInAnAddress) {
  harness_.backend.tokens[HashToken("bs_wide")] = "alice";
  harness_.backend.scopes[HashToken("bs_wide")] =
      1 << v1::TOKEN_SCOPE_FEED | 1 << v1::TOKEN_SCOPE_READ;
  for (const std::string token : {"bs_wide", kAliceToken}) {
    const HttpResponse feed = harness_.Get("/feeds/me/" + token + ".atom");
    EXPECT_EQ(feed.status, 403) << token;
    EXPECT_THAT(feed.body, HasSubstr("must not stand in an address"));
  }
}

TEST_F(FeedRoutesTest, WhatThereIsNotIs404) {
  for (const char* target :
       {"/feeds/daily", "/feeds/daily.xml", "/feeds/nothing.atom",
        "/feeds/category/nothing.atom", "/feeds/similar/nothing.atom",
        "/feeds/daily/2026.atom"}) {
    EXPECT_EQ(harness_.Get(target).status, 404) << target;
  }
  EXPECT_EQ(harness_.Get("/feeds/search.atom").status, 400);
}

}  // namespace
}  // namespace broadsheet::gateway
