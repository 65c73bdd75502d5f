#include "ingest/harvester.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/oai_fixtures.h"
#include "ingest/oai_server.h"
#include "ingest/recording_sink.h"
#include "ingest/session.h"

namespace broadsheet::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Page(const std::string& id, const std::string& token = "") {
  return OaiList(OaiRecord(id, "2026-11-21", "<title>T</title>"), token);
}

// Keeps everything; ends the harvest after `pages`.
class RecordingTaker final : public HarvestTaker {
 public:
  PaperSink* sink() override { return &records; }
  void OnTotal(int64_t size) override { total = size; }
  absl::Status OnPage(const HarvestPlace& next) override {
    places.push_back(next);
    if (places.size() < pages) return absl::OkStatus();
    return absl::AbortedError("enough");
  }

  RecordingSink<v1::Paper> records;
  std::vector<HarvestPlace> places;
  int64_t total = 0;
  size_t pages = 1000;
};

class HarvesterTest : public ::testing::Test {
 protected:
  HarvesterTest() {
    job_.source = FindSource(sources_, "arxiv-oai");
    job_.request.set_url(server_.url());
  }

  absl::StatusOr<HarvestEnd> Run(PoliteOptions options = {}) {
    const PoliteFetcher polite(options, fetcher_.get(), &pacer_, &clock_,
                               timing_);
    const Harvester harvester(&polite, PaperStream::MakeReader);
    return harvester.Run(call_, job_, &taker_);
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};
  // Waits are recorded and take no time but the clock's.
  std::vector<absl::Duration> waits_;
  Timing timing_ = {.sleep =
                        [this](const CallContext&, absl::Duration wait) {
                          waits_.push_back(wait);
                          clock_.Advance(wait);
                        },
                    .random = [] { return 1.0; }};
  HostPacer pacer_{absl::Seconds(3), &clock_, timing_};
  std::unique_ptr<HttpFetcher> fetcher_ =
      MakeCurlFetcher({.user_agent = "test", .allow_private = true});
  const Sources sources_ = MakeSources("");
  CallContext call_;
  OaiServer server_;
  HarvestJob job_;
  RecordingTaker taker_;
};

TEST_F(HarvesterTest, ReadsAllPagesByTheirTokensAtTheAllowedPace) {
  server_.Add(Page("2611.00001", "skip=1&amp;from=2026"));
  server_.Add(Page("2611.00002", "skip=2"));
  server_.Add(Page("2611.00003"));
  const auto end = Run();
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_THAT(taker_.records.numbers, ElementsAre(1, 2, 3));
  EXPECT_EQ(taker_.records.records[2].id(), "2611.00003");
  EXPECT_EQ(taker_.total, 3);
  EXPECT_EQ(end->place.pages(), 3);
  EXPECT_EQ(absl::AsciiStrToLower(absl::StrJoin(server_.targets(), "\n")),
            "/oai?verb=listrecords&metadataprefix=arxivraw\n"
            "/oai?verb=listrecords&resumptiontoken=skip%3d1%26from%3d2026\n"
            "/oai?verb=listrecords&resumptiontoken=skip%3d2");
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(3), absl::Seconds(3)));
}

TEST_F(HarvesterTest, GoesOnAtThePlaceWhereAnotherOneEnded) {
  server_.Add(Page("2611.00001", "two"));
  taker_.pages = 1;
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kAborted);
  ASSERT_THAT(taker_.places, SizeIs(1));
  job_.place = taker_.places[0];
  taker_.pages = 1000;
  server_.Add(Page("2611.00002"));
  server_.Next();
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(taker_.records.numbers, ElementsAre(1, 2));
  EXPECT_THAT(server_.targets().back(), HasSubstr("resumptionToken=two"));
}

TEST_F(HarvesterTest, BeginsAnewWhenTheTokenHasExpired) {
  server_.Add(Page("2611.00001", "old"));
  server_.Add(OaiError("badResumptionToken", "expired"));
  server_.Add(Page("2611.00001"));
  const auto end = Run();
  ASSERT_TRUE(end.ok()) << end.status();
  // The answer that says so is no record, and no dead letter.
  EXPECT_THAT(taker_.records.rules, IsEmpty());
  EXPECT_THAT(server_.targets().back(), HasSubstr("from=2026-11-21"));
}

TEST_F(HarvesterTest, WaitsAsLongAsTheServerAsks) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "90"}}});
  server_.Add({.status = 429,
               .headers = {{"Retry-After", "Mon, 23 Nov 2026 10:30:00 GMT"}}});
  server_.Add(Page("2611.00001"));
  const absl::Time start = clock_.Now();
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(waits_, Contains(absl::Seconds(90)));
  EXPECT_GE(clock_.Now() - start, absl::Minutes(30));
  EXPECT_THAT(taker_.records.records, SizeIs(1));
}

TEST_F(HarvesterTest, DoesNotWaitLongerThanItsLimit) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "99999999"}}});
  server_.Add(Page("2611.00001"));
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(waits_, Contains(absl::Hours(1)));
}

TEST_F(HarvesterTest, BacksOffExponentiallyAndGivesUpAtLast) {
  server_.Add({.status = 500});
  const auto end = Run({.retry = {.first = absl::Seconds(5),
                                  .longest = absl::Seconds(20),
                                  .patience = absl::Seconds(50)}});
  EXPECT_EQ(end.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(end.status().message()),
              HasSubstr("HTTP status 500"));
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(5), absl::Seconds(10),
                                  absl::Seconds(20), absl::Seconds(20)));
}

TEST_F(HarvesterTest, CountsNoWaitThatTheServerAskedForTowardsItsPatience) {
  for (int i = 0; i < 3; ++i) {
    server_.Add({.status = 503, .headers = {{"Retry-After", "3600"}}});
  }
  server_.Add(Page("2611.00001"));
  EXPECT_TRUE(Run().ok());
}

TEST_F(HarvesterTest, AsksAgainForADamagedPageBeforeItFails) {
  const std::string page = Page("2611.00001");
  server_.Add(page.substr(0, page.size() / 2));
  server_.Add(page);
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(taker_.records.numbers, ElementsAre(1));
  OaiServer broken;
  broken.Add("<html>not found</html>");
  job_.request.set_url(broken.url());
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(broken.targets(), SizeIs(kMaxTries));
}

TEST_F(HarvesterTest, FailsWithWhatTheServerSays) {
  server_.Add(OaiError("badArgument", "from is too early"));
  EXPECT_THAT(std::string(Run().status().message()),
              HasSubstr("badArgument: from is too early"));
}

TEST_F(HarvesterTest, FailsWithoutTryingAgainOnOtherStatuses) {
  server_.Add({.status = 404});
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(server_.targets(), SizeIs(1));
}

TEST_F(HarvesterTest, WaitsForItsTurnBeforeItFollowsARedirect) {
  OaiServer other;
  other.Add(Page("2611.00001"));
  server_.Add({.status = 301, .headers = {{"Location", other.url()}}});
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(other.targets(), SizeIs(1));
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(3)));
}

TEST_F(HarvesterTest, EndsARedirectLoop) {
  server_.Add({.status = 302, .headers = {{"Location", "/oai"}}});
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(server_.targets(), SizeIs(6));
}

TEST_F(HarvesterTest, TakesAPageThatHasNotChangedForNothingNew) {
  job_.source = FindSource(sources_, "arxiv-rss");
  job_.request.set_set("cs.CL");
  job_.etag = "\"v1\"";
  server_.Add({.status = 304});
  const auto end = Run();
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_TRUE(end->not_modified);
  EXPECT_EQ(end->etag, "\"v1\"");
  EXPECT_THAT(taker_.places, IsEmpty());
}

}  // namespace
}  // namespace broadsheet::ingest
