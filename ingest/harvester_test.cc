#include "ingest/harvester.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/oai_fixtures.h"
#include "ingest/oai_server.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Page(const std::string& id, const std::string& token = "") {
  return OaiList(OaiRecord(id, "2026-11-21", "<title>T</title>"), token);
}

class HarvesterTest : public ::testing::Test {
 protected:
  HarvesterTest() {
    request_.set_request_id("r1");
    request_.set_url(server_.url());
  }

  absl::Status Run(HarvestOptions options = {}) {
    const Harvester harvester(options, fetcher_.get(), &pacer_, &clock_,
                              timing_);
    return harvester.Run(
        call_, request_, &sink_, [this](int64_t total) { total_ = total; },
        [this] { return wanted_; });
  }

  std::string CheckRefused() {
    const auto violations = ViolationsOf(CheckHarvest(request_));
    return violations.empty() ? ""
                              : violations[0].field + " " + violations[0].rule;
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
  CallContext call_;
  OaiServer server_;
  v1::RunHarvestRequest request_;
  RecordingSink<v1::Paper> sink_;
  int64_t total_ = 0;
  bool wanted_ = true;
};

TEST_F(HarvesterTest, ReadsAllPagesByTheirTokensAtTheAllowedPace) {
  server_.Add(Page("2611.00001", "skip=1&amp;from=2026"));
  server_.Add(Page("2611.00002", "skip=2"));
  server_.Add(Page("2611.00003"));
  request_.set_set("math:math:NT");
  request_.set_from("2026-11-01");
  request_.set_until("2026-11-22");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(sink_.numbers, ElementsAre(1, 2, 3));
  EXPECT_EQ(sink_.records[2].id(), "2611.00003");
  EXPECT_EQ(total_, 3);
  // Libcurl's version decides about the case of the escapes.
  EXPECT_EQ(absl::AsciiStrToLower(absl::StrJoin(server_.targets(), "\n")),
            "/oai?verb=listrecords&metadataprefix=arxiv&"
            "set=math%3amath%3ant&from=2026-11-01&until=2026-11-22\n"
            "/oai?verb=listrecords&resumptiontoken=skip%3d1%26from%3d2026\n"
            "/oai?verb=listrecords&resumptiontoken=skip%3d2");
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(3), absl::Seconds(3)));
}

TEST_F(HarvesterTest, WaitsAsLongAsTheServerAsks) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "90"}}});
  server_.Add({.status = 429,
               .headers = {{"Retry-After", "Mon, 23 Nov 2026 10:30:00 GMT"}}});
  server_.Add(Page("2611.00001"));
  const absl::Time start = clock_.Now();
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(waits_, ::testing::Contains(absl::Seconds(90)));
  EXPECT_GE(clock_.Now() - start, absl::Minutes(30));
  EXPECT_THAT(sink_.records, SizeIs(1));
}

TEST_F(HarvesterTest, DoesNotWaitLongerThanItsLimit) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "99999999"}}});
  server_.Add(Page("2611.00001"));
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(waits_, ::testing::Contains(absl::Hours(1)));
}

TEST_F(HarvesterTest, BacksOffExponentiallyAndGivesUpAtLast) {
  server_.Add({.status = 500});
  const absl::Status status = Run({.retry = {.first = absl::Seconds(5),
                                             .longest = absl::Seconds(20),
                                             .patience = absl::Seconds(50)}});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("HTTP status 500"));
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

TEST_F(HarvesterTest, FetchesNoMoreWhenNobodyTakesTheRecords) {
  server_.Add(Page("2611.00001", "next"));
  server_.Add(Page("2611.00002"));
  wanted_ = false;
  EXPECT_EQ(Run().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(server_.targets(), SizeIs(1));
}

TEST_F(HarvesterTest, TakesAnEmptyListForSuccess) {
  server_.Add(OaiError("noRecordsMatch", "none"));
  EXPECT_TRUE(Run().ok());
  EXPECT_THAT(sink_.rules, IsEmpty());
}

TEST_F(HarvesterTest, FailsWithWhatTheServerSays) {
  server_.Add(OaiError("badArgument", "from is too early"));
  EXPECT_THAT(std::string(Run().message()),
              HasSubstr("badArgument: from is too early"));
}

TEST_F(HarvesterTest, SaysWhatToDoWhenTheTokenExpired) {
  server_.Add(Page("2611.00001", "old"));
  server_.Add(OaiError("badResumptionToken", "expired"));
  EXPECT_THAT(std::string(Run().message()),
              HasSubstr("start the harvest again"));
  EXPECT_THAT(sink_.records, SizeIs(1));
}

TEST_F(HarvesterTest, FailsOnDamagedPagesAndOnPagesThatComeAgain) {
  server_.Add("<html>not found</html>");
  EXPECT_EQ(Run().code(), absl::StatusCode::kDataLoss);
  OaiServer looping;
  looping.Add(Page("2611.00001", "same"));
  request_.set_url(looping.url());
  EXPECT_EQ(Run().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(looping.targets(), SizeIs(2));
}

TEST_F(HarvesterTest, FailsWithoutTryingAgainOnOtherStatuses) {
  server_.Add({.status = 404});
  EXPECT_EQ(Run().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(server_.targets(), SizeIs(1));
}

TEST_F(HarvesterTest, NamesTheFieldThatCannotBeHarvested) {
  EXPECT_EQ(CheckRefused(), "");
  request_.set_url("ftp://example.org/oai");
  EXPECT_EQ(CheckRefused(), "url is neither http nor https");
  request_.set_url("file:///etc/passwd");
  EXPECT_EQ(CheckRefused(), "url is neither http nor https");
  request_.set_url("http://example.org/oai?verb=Identify");
  EXPECT_EQ(CheckRefused(), "url has a query; the base URL is needed");
  request_.set_url("http://me:secret@example.org/oai");
  EXPECT_EQ(CheckRefused(), "url has a user name");
  request_.set_url("");
  EXPECT_EQ(CheckRefused(), "url is not a URL");
  request_.set_url(server_.url());
  request_.set_set("cs&verb=x");
  EXPECT_THAT(CheckRefused(), HasSubstr("set is not the name"));
  request_.clear_set();
  request_.set_from("2026-13-01");
  EXPECT_EQ(CheckRefused(), "from is not a day of the calendar");
  request_.set_from("2026-11-02");
  request_.set_until("2026-11-01");
  EXPECT_EQ(CheckRefused(), "until is before from");
  request_.clear_request_id();
  EXPECT_THAT(CheckRefused(), HasSubstr("request_id is 0 bytes long"));
}

}  // namespace
}  // namespace broadsheet::ingest
