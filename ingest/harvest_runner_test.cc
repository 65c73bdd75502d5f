#include "ingest/harvest_runner.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/harvest_fixture.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class HarvestRunnerTest : public HarvestFixture {
 protected:
  HarvestRunnerTest() { runner_.emplace(Parts("first")); }

  v1::Operation Run(const std::string& request_id) {
    request_.set_request_id(request_id);
    const auto begun = runner_->Start(call_, request_);
    EXPECT_TRUE(begun.ok()) << begun.status();
    return begun.ok() ? Await(*runner_, begun->id()) : v1::Operation();
  }

  std::optional<HarvestRunner> runner_;
};

TEST_F(HarvestRunnerTest, StoresAWholeListAndCountsIt) {
  server_.Add(
      OaiList(OaiRecord("2611.00001", "2026-11-21", "<title>One</title>") +
                  OaiRecord("2611.00002", "2026-11-21", "<title> </title>"),
              "next"));
  server_.Add(OaiList(OaiDeletion("2611.00001", "2026-11-22")));
  const v1::Operation operation = Run("r1");
  EXPECT_THAT(operation.title(), HasSubstr(request_.url()));
  EXPECT_EQ(operation.error(), "");
  EXPECT_EQ(operation.items_done(), 3);
  EXPECT_EQ(operation.items_refused(), 1);
  EXPECT_EQ(operation.items_total(), 3);
  EXPECT_TRUE(operation.has_ended_at());
  const auto papers = storage_.papers();
  ASSERT_THAT(papers, SizeIs(1));
  EXPECT_TRUE(papers.at("2611.00001").withdrawn());
  EXPECT_EQ(papers.at("2611.00001").source(), "arxiv-oai");
  EXPECT_THAT(storage_.dead_letters(), SizeIs(1));
}

TEST_F(HarvestRunnerTest, AnswersTheSameOperationToTheSameRequestId) {
  server_.Add(OaiError("noRecordsMatch", "none"));
  const v1::Operation first = Run("r1");
  const v1::Operation second = Run("r1");
  EXPECT_EQ(first.id(), second.id());
  EXPECT_THAT(server_.targets(), SizeIs(1));
  // Another process does not run it again either.
  HarvestRunner other(Parts("second"));
  const auto third = other.Start(call_, request_);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(third->id(), first.id());
  EXPECT_TRUE(third->done());
}

TEST_F(HarvestRunnerTest, AsksOnlyForWhatHasChangedSinceTheLastHarvest) {
  server_.Add(Page("2611.00001"));
  EXPECT_EQ(Run("r1").error(), "");
  EXPECT_EQ(Run("r2").error(), "");
  ASSERT_THAT(server_.targets(), SizeIs(2));
  EXPECT_THAT(server_.targets()[0], Not(HasSubstr("from=")));
  EXPECT_THAT(server_.targets()[1], HasSubstr("from=2026-11-23"));
  // Another set is another list.
  request_.set_set("cs");
  EXPECT_EQ(Run("r3").error(), "");
  EXPECT_THAT(server_.targets()[2], Not(HasSubstr("from=")));
}

TEST_F(HarvestRunnerTest, AsksForAFeedOnlyIfItHasChanged) {
  std::atomic<int> unchanged{0};
  const auto feed = *HttpServer::Start(
      {.listen = "127.0.0.1:0"},
      [&](HttpRequest request, std::function<void(HttpResponse)> done) {
        const bool known = request.Header("If-None-Match") == "\"v1\"";
        if (known) ++unchanged;
        done(HttpResponse{.status = known ? 304 : 200,
                          .headers = {{"ETag", "\"v1\""}},
                          .body = known ? "" : "<rss><channel/></rss>"});
      });
  request_.set_source("arxiv-rss");
  request_.set_set("cs.CL");
  request_.set_url(absl::StrCat("http://127.0.0.1:", feed->port(), "/rss"));
  for (const char* id : {"r1", "r2", "r3"}) EXPECT_EQ(Run(id).error(), "");
  EXPECT_EQ(unchanged, 2);
}

TEST_F(HarvestRunnerTest, LeavesNoGapBehindDaysThatDoNotJoin) {
  server_.Add(Page("2611.00001"));
  request_.set_from("2026-11-01");
  request_.set_until("2026-11-10");
  EXPECT_EQ(Run("r1").error(), "");
  request_.set_from("2026-11-20");
  request_.clear_until();
  EXPECT_EQ(Run("r2").error(), "");
  request_.clear_from();
  EXPECT_EQ(Run("r3").error(), "");
  EXPECT_THAT(server_.targets()[2], HasSubstr("from=2026-11-11"));
}

TEST_F(HarvestRunnerTest, GoesOnBehindTheLastStoredPageAfterAFailure) {
  server_.Add(Page("2611.00001", "two"));
  server_.Add(HttpResponse{.status = 403});
  const v1::Operation failed = Run("r1");
  EXPECT_THAT(failed.error(), HasSubstr("HTTP status 403"));
  EXPECT_THAT(storage_.papers(), SizeIs(1));
  server_.Add(Page("2611.00002"));
  server_.Next();
  EXPECT_EQ(Run("r2").error(), "");
  EXPECT_THAT(server_.targets().back(), HasSubstr("resumptionToken=two"));
  EXPECT_THAT(storage_.papers(), SizeIs(2));
}

TEST_F(HarvestRunnerTest, EndsAnEndlessHarvestWithTheFailureOfStorage) {
  server_.AddEndless([](size_t page) {
    return Page("2611.00001", absl::StrCat("page", page));
  });
  storage_.BreakStreams(1'000'000);
  retry_.patience = absl::ZeroDuration();
  runner_.emplace(Parts("impatient"));
  EXPECT_THAT(Run("r1").error(), HasSubstr("storage restarts"));
}

TEST_F(HarvestRunnerTest, StopsAHarvestThatWaitsAndAnotherProcessGoesOn) {
  server_.Add(Page("2611.00001", "two"));
  server_.Add({.status = 503, .headers = {{"Retry-After", "3600"}}});
  const auto begun = runner_->Start(call_, request_);
  ASSERT_TRUE(begun.ok()) << begun.status();
  AwaitRequests(2);
  runner_->Stop();
  EXPECT_THAT(runner_->Find(call_, begun->id())->error(), HasSubstr("stopped"));
  request_.set_request_id("r2");
  EXPECT_EQ(runner_->Start(call_, request_).status().code(),
            absl::StatusCode::kUnavailable);
  server_.Add(Page("2611.00002"));
  server_.Next();
  // It does not know what the server asked of the first one.
  HostPacer pacer(absl::ZeroDuration(), &clock_, Timing::Real());
  PoliteFetcher polite({}, fetcher_.get(), &pacer, &clock_, Timing::Real());
  Harvester harvester(&polite, PaperStream::MakeReader);
  HarvestParts parts = Parts("second");
  parts.harvester = &harvester;
  HarvestRunner next(parts);
  ASSERT_TRUE(next.Resume(call_).ok());
  const v1::Operation ended = Await(next, begun->id());
  EXPECT_EQ(ended.error(), "");
  EXPECT_EQ(ended.items_done(), 2);
  EXPECT_THAT(server_.targets().back(), HasSubstr("resumptionToken=two"));
}

TEST_F(HarvestRunnerTest, LeavesAnOperationToTheProcessThatRunsIt) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "3600"}}});
  const auto begun = runner_->Start(call_, request_);
  ASSERT_TRUE(begun.ok()) << begun.status();
  AwaitRequests(1);
  {
    HarvestRunner other(Parts("second"));
    ASSERT_TRUE(other.Resume(call_).ok());
    const auto seen = other.Find(call_, begun->id());
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_FALSE(seen->done());
  }
  EXPECT_THAT(server_.targets(), SizeIs(1));
}

TEST_F(HarvestRunnerTest, KnowsNoOtherOperations) {
  EXPECT_EQ(runner_->Find(call_, "none").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace broadsheet::ingest
