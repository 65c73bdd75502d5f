#include "ingest/harvest_runner.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/oai_fixtures.h"
#include "ingest/oai_server.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class HarvestRunnerTest : public ::testing::Test {
 protected:
  HarvestRunnerTest() {
    request_.set_request_id("r1");
    request_.set_url(server_.url());
  }

  // The operation once it has ended.
  v1::Operation Await(const std::string& id) { return Await(runner_, id); }
  static v1::Operation Await(const HarvestRunner& runner,
                             const std::string& id) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const auto operation = runner.Find(id);
      if (operation.ok() && operation->done()) return *operation;
      absl::SleepFor(absl::Milliseconds(1));
    }
    ADD_FAILURE() << "the operation does not end";
    return {};
  }

  FakeStorage storage_;
  OaiServer server_;
  std::unique_ptr<Store> store_ = MakeGrpcStore(storage_.target());
  SystemClock clock_;
  Metrics registry_;
  IngestMetrics metrics_{&registry_};
  Logger log_{"ingest", "error"};
  std::unique_ptr<HttpFetcher> fetcher_ =
      MakeCurlFetcher({.user_agent = "test", .allow_private = true});
  HostPacer pacer_{absl::ZeroDuration(), &clock_, Timing::Real()};
  Harvester harvester_{{}, fetcher_.get(), &pacer_, &clock_, Timing::Real()};
  Backend backend_ = {.store = store_.get(),
                      .clock = &clock_,
                      .metrics = &metrics_,
                      .timing = Timing::Real(),
                      .retry = {},
                      .batches = {}};
  v1::RunHarvestRequest request_;
  HarvestRunner runner_{backend_, &harvester_, &log_};
};

TEST_F(HarvestRunnerTest, StoresAWholeListAndCountsIt) {
  server_.Add(
      OaiList(OaiRecord("2611.00001", "2026-11-21", "<title>One</title>") +
                  OaiRecord("2611.00002", "2026-11-21", "<title> </title>"),
              "next"));
  server_.Add(OaiList(OaiDeletion("2611.00001", "2026-11-22")));
  const auto begun = runner_.Start(request_);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_THAT(begun->title(), HasSubstr(request_.url()));
  const v1::Operation operation = Await(begun->id());
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
  const auto first = runner_.Start(request_);
  const auto second = runner_.Start(request_);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->id(), second->id());
  Await(first->id());
  EXPECT_THAT(server_.targets(), SizeIs(1));
}

TEST_F(HarvestRunnerTest, TellsWhyItFailed) {
  server_.Add(HttpResponse{.status = 403});
  const auto begun = runner_.Start(request_);
  ASSERT_TRUE(begun.ok());
  EXPECT_THAT(Await(begun->id()).error(), HasSubstr("HTTP status 403"));
}

TEST_F(HarvestRunnerTest, EndsAnEndlessHarvestWithTheFailureOfStorage) {
  server_.AddEndless([](size_t page) {
    return OaiList(OaiRecord("2611.00001", "2026-11-21", "<title>T</title>"),
                   absl::StrCat("page", page));
  });
  storage_.BreakStreams(1'000'000);
  backend_.retry.patience = absl::ZeroDuration();
  HarvestRunner runner(backend_, &harvester_, &log_);
  const auto begun = runner.Start(request_);
  ASSERT_TRUE(begun.ok());
  EXPECT_THAT(Await(runner, begun->id()).error(),
              HasSubstr("storage restarts"));
}

TEST_F(HarvestRunnerTest, StopsAHarvestThatWaits) {
  server_.Add({.status = 503, .headers = {{"Retry-After", "3600"}}});
  const auto begun = runner_.Start(request_);
  ASSERT_TRUE(begun.ok());
  runner_.Stop();
  EXPECT_THAT(runner_.Find(begun->id())->error(), HasSubstr("stopped"));
  request_.set_request_id("r2");
  EXPECT_EQ(runner_.Start(request_).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(HarvestRunnerTest, KnowsNoOtherOperations) {
  EXPECT_EQ(runner_.Find("none").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace broadsheet::ingest
