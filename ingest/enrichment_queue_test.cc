#include "ingest/enrichment_queue.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/enrichers/citations.h"
#include "ingest/enrichers/github_stars.h"
#include "ingest/enrichers/hub_links.h"
#include "ingest/enrichers/model_summary.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EnrichmentQueueTest : public ::testing::Test {
 protected:
  EnrichmentQueueTest()
      : server_(
            *HttpServer::Start({.listen = "127.0.0.1:0"},
                               [this](HttpRequest request,
                                      std::function<void(HttpResponse)> done) {
                                 done(Answer(std::move(request)));
                               })) {}

  std::string Url() const {
    return absl::StrCat("http://127.0.0.1:", server_->port());
  }

  v1::Paper AddPaper(const std::string& id, const std::string& day) {
    v1::Paper paper;
    paper.set_id(id);
    paper.set_title("Of herds");
    paper.set_abstract("We study herds.");
    paper.set_summary("We study herds.");
    paper.set_announced(day);
    SetTimestamp(clock_.Now() - absl::Hours(24), paper.mutable_first_seen());
    v1::PaperLink* link = paper.add_links();
    link->set_kind(v1::PaperLink::KIND_CODE);
    link->set_url("https://github.com/a/b");
    storage_.AddPaper(paper);
    return paper;
  }
  // "2611.00001" and on, the first one the newest.
  void AddPapers(int count) {
    for (int i = 1; i <= count; ++i) {
      AddPaper(absl::StrCat("2611.", absl::Dec(i, absl::kZeroPad5)),
               "2026-11-20");
    }
  }

  std::unique_ptr<EnrichmentQueue> Queue(
      std::unique_ptr<PaperEnricher> enricher,
      const std::string& process = "one") {
    const EnrichmentParts parts = {.backend = {.store = store_.get(),
                                               .clock = &clock_,
                                               .metrics = &metrics_,
                                               .timing = timing_,
                                               .retry = {},
                                               .batches = {}},
                                   .fetcher = &polite_,
                                   .checkpoints = &checkpoints_,
                                   .leases = &leases_,
                                   .log = &log_,
                                   .process = process};
    return std::make_unique<EnrichmentQueue>(parts, std::move(enricher));
  }
  std::unique_ptr<PaperEnricher> Stars(const std::string& token = "") {
    return std::make_unique<GithubStars>(Url(), token);
  }
  std::unique_ptr<PaperEnricher> Hub() {
    return std::make_unique<HubLinks>(Url());
  }

  std::vector<std::string> Targets() {
    std::lock_guard<std::mutex> lock(mu_);
    std::vector<std::string> targets;
    for (const HttpRequest& request : requests_) {
      targets.push_back(request.target);
    }
    return targets;
  }

  static std::string SignalsOf(const v1::Paper& paper) {
    std::string all;
    for (const v1::PaperSignal& signal : paper.signals()) {
      absl::StrAppend(&all, signal.name(), "=", signal.value());
    }
    return all;
  }

  HttpResponse Answer(HttpRequest request) {
    std::lock_guard<std::mutex> lock(mu_);
    requests_.push_back(request);
    return handler_(request);
  }

  FakeStorage storage_;
  std::shared_ptr<grpc::Channel> channel_ =
      MakeStoreChannel(storage_.target(), nullptr);
  std::unique_ptr<Store> store_ = MakeGrpcStore(channel_);
  Checkpoints checkpoints_{channel_};
  Leases leases_{channel_};
  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};  // 2026-11-23 10:00
  std::vector<absl::Duration> waits_;
  Timing timing_ = {.sleep =
                        [this](const CallContext&, absl::Duration wait) {
                          waits_.push_back(wait);
                          clock_.Advance(wait);
                        },
                    .random = [] { return 1.0; }};
  Metrics registry_;
  IngestMetrics metrics_{&registry_};
  Logger log_{"ingest", "error"};
  std::unique_ptr<HttpFetcher> fetcher_ =
      MakeCurlFetcher({.user_agent = "test", .allow_private = true});
  HostPacer pacer_{absl::ZeroDuration(), &clock_, timing_};
  PoliteFetcher polite_{{}, fetcher_.get(), &pacer_, &clock_, timing_};

  std::mutex mu_;
  std::vector<HttpRequest> requests_;  // GUARDED_BY(mu_)
  std::function<HttpResponse(const HttpRequest&)> handler_ =
      [](const HttpRequest&) {
        return HttpResponse{.body = R"({"stargazers_count":7})"};
      };
  std::unique_ptr<HttpServer> server_;  // Last: uses what is above.
};

TEST_F(EnrichmentQueueTest, StoresNothingButWhatItLearnt) {
  v1::Paper paper = AddPaper("2611.00001", "2026-11-20");
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), ElementsAre("/repos/a/b"));
  v1::PaperSignal* stars = paper.add_signals();
  stars->set_name("github_stars");
  stars->set_value(7);
  EXPECT_EQ(storage_.papers()["2611.00001"].SerializeAsString(),
            paper.SerializeAsString());
}

TEST_F(EnrichmentQueueTest, KeepsThePapersOwnLinksBesideTheHubs) {
  AddPaper("2611.00001", "2026-11-20");
  handler_ = [](const HttpRequest&) {
    return HttpResponse{.body = R"({"models":[{"id":"a/m"}]})"};
  };
  ASSERT_TRUE(Queue(Hub())->Work().ok());
  const v1::Paper paper = storage_.papers()["2611.00001"];
  ASSERT_EQ(paper.links_size(), 2);
  EXPECT_EQ(paper.links(0).url(), "https://github.com/a/b");
  EXPECT_EQ(paper.links(1).url(), Url() + "/a/m");
  // Above any source: it would replace them.
  EXPECT_EQ(storage_.precedence(), 100);
}

TEST_F(EnrichmentQueueTest, PostsTheAbstractToAModelWithItsToken) {
  AddPaper("2611.00001", "2026-11-20");
  handler_ = [](const HttpRequest&) {
    return HttpResponse{
        .body = R"({"choices":[{"message":{"content":"Herds win."}}]})"};
  };
  ASSERT_TRUE(Queue(std::make_unique<ModelSummary>(Url(), "small", "secret"))
                  ->Work()
                  .ok());
  ASSERT_THAT(requests_, SizeIs(1));
  EXPECT_EQ(requests_[0].method, "POST");
  EXPECT_EQ(requests_[0].target, "/v1/chat/completions");
  EXPECT_EQ(requests_[0].Header("Authorization"), "Bearer secret");
  EXPECT_EQ(requests_[0].Header("Content-Type"), "application/json");
  EXPECT_THAT(requests_[0].body, HasSubstr("We study herds."));
  EXPECT_EQ(storage_.papers()["2611.00001"].summary(), "Herds win.");
}

TEST_F(EnrichmentQueueTest, AsksAboutManyPapersTogetherWhereItCan) {
  AddPapers(30);
  handler_ = [](const HttpRequest&) {
    return HttpResponse{.body = R"({"results":[
        {"doi":"https://doi.org/10.48550/arxiv.2611.00030",
         "cited_by_count":4}]})"};
  };
  ASSERT_TRUE(
      Queue(std::make_unique<Citations>(Url() + "/works", ""))->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(2));
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00030"]), "citations=4");
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00001"]), "");
}

TEST_F(EnrichmentQueueTest, AsksAboutAPaperOnceUntilItIsTimeAgain) {
  AddPapers(30);
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(30));
  clock_.Advance(absl::Hours(167));
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(30));
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(60));
}

TEST_F(EnrichmentQueueTest, AsksSoonAboutNewPapers) {
  AddPapers(1);
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  clock_.Advance(absl::Hours(25));
  AddPaper("2611.00002", "2026-11-24");
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(2));
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00002"]), "github_stars=7");
}

TEST_F(EnrichmentQueueTest, GoesOnAtThePageWhereItEnded) {
  AddPapers(60);
  size_t answers = 0;
  handler_ = [&answers](const HttpRequest&) {
    if (++answers == 30) return HttpResponse{.status = 401};
    return HttpResponse{.body = R"({"stargazers_count":7})"};
  };
  const absl::Status refused = Queue(Stars())->Work();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << refused;
  EXPECT_THAT(Targets(), SizeIs(30));
  // What was learnt before the failure is there.
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00029"]), "github_stars=7");
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00030"]), "");
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(30 + 35));
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00060"]), "github_stars=7");
}

TEST_F(EnrichmentQueueTest, WritesSeldomWhereNobodyIsAsked) {
  for (int i = 0; i < 100; ++i) {
    v1::Paper paper;
    paper.set_id(absl::StrCat("doi:10.1000/", i));
    storage_.AddPaper(paper);
  }
  ASSERT_TRUE(Queue(Hub())->Work().ok());
  const auto kept = checkpoints_.GetRaw(CallContext(), "enrich/hub-links");
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->revision(), 2);
  EXPECT_THAT(Targets(), IsEmpty());
}

TEST_F(EnrichmentQueueTest, BeginsAgainWhenStorageDoesNotKnowThePlace) {
  AddPapers(1);
  Kept<EnrichmentCheckpoint> kept;
  NextWalk({}, clock_.Now(), &kept.value)->set_page_token("of another");
  ASSERT_TRUE(
      checkpoints_.Set(CallContext(), "enrich/github-stars", &kept).ok());
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(1));
}

TEST_F(EnrichmentQueueTest, LeavesTheWorkToTheProcessThatHoldsTheLease) {
  AddPapers(1);
  const auto held =
      leases_.Acquire(CallContext(), "enrich/github-stars", "two", [] {});
  ASSERT_TRUE(held.ok());
  EXPECT_TRUE(absl::IsAborted(Queue(Stars())->Work()));
  EXPECT_TRUE(Queue(Hub())->Work().ok());
}

TEST_F(EnrichmentQueueTest, WaitsAsLongAsTheServerAsks) {
  AddPapers(1);
  size_t answers = 0;
  handler_ = [&answers](const HttpRequest&) {
    if (++answers > 1) return HttpResponse{.body = R"({"stargazers_count":7})"};
    return HttpResponse{.status = 429, .headers = {{"Retry-After", "1234"}}};
  };
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(waits_, Contains(absl::Seconds(1234)));
  EXPECT_THAT(Targets(), SizeIs(2));
}

TEST_F(EnrichmentQueueTest, WaitsUntilGithubsLimitIsReset) {
  AddPapers(1);
  size_t answers = 0;
  const int64_t reset = absl::ToUnixSeconds(clock_.Now()) + 600;
  handler_ = [&answers, reset](const HttpRequest&) {
    if (++answers > 1) return HttpResponse{.body = R"({"stargazers_count":7})"};
    return HttpResponse{
        .status = 403,
        .headers = {{"X-RateLimit-Remaining", "0"},
                    {"X-RateLimit-Reset", absl::StrCat(reset)}}};
  };
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(waits_, Contains(absl::Seconds(600)));
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00001"]), "github_stars=7");
}

TEST_F(EnrichmentQueueTest, PassesPapersThatTheServerDoesNotKnow) {
  AddPapers(40);
  handler_ = [](const HttpRequest&) { return HttpResponse{.status = 404}; };
  ASSERT_TRUE(Queue(Hub())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(40));
  EXPECT_THAT(waits_, IsEmpty());
}

TEST_F(EnrichmentQueueTest, PausesWhenManyAnswersCannotBeUsed) {
  AddPapers(25);
  handler_ = [](const HttpRequest&) { return HttpResponse{.body = "<html>"}; };
  ASSERT_TRUE(Queue(Hub())->Work().ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Minutes(10), absl::Minutes(10)));
}

TEST_F(EnrichmentQueueTest, LeavesOutAPaperThatAServerFailsOn) {
  AddPapers(2);
  handler_ = [](const HttpRequest& request) {
    if (absl::StrContains(request.target, "2611.00001")) {
      return HttpResponse{.status = 500};
    }
    return HttpResponse{.body = R"({"models":[{"id":"a/m"}]})"};
  };
  const auto queue = Queue(Hub());
  EXPECT_TRUE(absl::IsUnavailable(queue->Work()));
  EXPECT_TRUE(queue->Work().ok());
  EXPECT_EQ(storage_.papers()["2611.00001"].links_size(), 1);
  EXPECT_EQ(storage_.papers()["2611.00002"].links_size(), 2);
}

TEST_F(EnrichmentQueueTest, GivesItsTokenToItsOwnServerOnly) {
  AddPapers(1);
  std::string authorization = "none";
  const auto other = *HttpServer::Start(
      {.listen = "127.0.0.1:0"},
      [&](HttpRequest request, std::function<void(HttpResponse)> done) {
        authorization = std::string(request.Header("Authorization"));
        done({.body = R"({"stargazers_count":7})"});
      });
  const std::string there = absl::StrCat("http://127.0.0.1:", other->port());
  handler_ = [&there](const HttpRequest& request) {
    EXPECT_EQ(request.Header("Authorization"), "Bearer secret");
    return HttpResponse{.status = 301, .headers = {{"Location", there}}};
  };
  ASSERT_TRUE(Queue(Stars("secret"))->Work().ok());
  EXPECT_EQ(authorization, "");
}

TEST_F(EnrichmentQueueTest, PostsNothingToWhereItIsSentOn) {
  AddPapers(1);
  handler_ = [this](const HttpRequest&) {
    return HttpResponse{.status = 307,
                        .headers = {{"Location", Url() + "/elsewhere"}}};
  };
  ASSERT_TRUE(
      Queue(std::make_unique<ModelSummary>(Url(), "small", ""))->Work().ok());
  EXPECT_THAT(Targets(), ElementsAre("/v1/chat/completions"));
}

TEST_F(EnrichmentQueueTest, AsksNoPrivateAddressUnlessAllowed) {
  AddPapers(30);
  fetcher_ = MakeCurlFetcher({.user_agent = "test"});
  const PoliteFetcher strict({}, fetcher_.get(), &pacer_, &clock_, timing_);
  EnrichmentParts parts = {.backend = {.store = store_.get(),
                                       .clock = &clock_,
                                       .metrics = &metrics_,
                                       .timing = timing_,
                                       .retry = {},
                                       .batches = {}},
                           .fetcher = &strict,
                           .checkpoints = &checkpoints_,
                           .leases = &leases_,
                           .log = &log_,
                           .process = "one"};
  EnrichmentQueue queue(parts, Stars());
  EXPECT_TRUE(absl::IsPermissionDenied(queue.Work()));
  EXPECT_THAT(Targets(), IsEmpty());
}

TEST_F(EnrichmentQueueTest, SurvivesAStorageThatGoesAway) {
  AddPapers(30);
  storage_.FailCalls(2);
  storage_.BreakStreams(1);
  ASSERT_TRUE(Queue(Stars())->Work().ok());
  EXPECT_THAT(Targets(), SizeIs(30));
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00030"]), "github_stars=7");
}

TEST_F(EnrichmentQueueTest, WorksByItselfUntilItIsStopped) {
  AddPapers(30);
  const auto queue = Queue(Stars());
  queue->Run();
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (SignalsOf(storage_.papers()["2611.00030"]).empty() &&
         absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  queue->Stop();
  EXPECT_EQ(SignalsOf(storage_.papers()["2611.00030"]), "github_stars=7");
}

}  // namespace
}  // namespace broadsheet::ingest
