// Several recommenders behind one gateway.

#include <csignal>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using v1::ReaderService;
using v1::RecommendService;

constexpr int kRecommenders = 3;
constexpr int kPapers = 200;
// 2026-01-06T00:00Z, the day after the papers.
constexpr int64_t kAsOf = 1767657600;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

class ReplicasTest : public ::testing::Test {
 protected:
  ReplicasTest() {
    newspaper_.Cli(
        {"ingest", newspaper_.File("papers.jsonl", MadePapers(kPapers))});
    newspaper_.WaitForPapers(kPapers);
    for (const std::string& name : newspaper_.recommenders()) {
      stubs_.push_back(
          RecommendService::NewStub(Connect(newspaper_.Address(name))));
    }
  }

  std::unique_ptr<grpc::ClientContext> NewCall(bool as_operator = false) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    if (as_operator) {
      std::string token = ReadFile(newspaper_.token_file());
      context->AddMetadata("authorization", "Bearer " + token);
    }
    return context;
  }

  // Records an event through the gateway; its position.
  v1::Position Act(const std::string& reader, const std::string& paper,
                   v1::EventKind kind) {
    v1::RecordEventsRequest request;
    v1::Event* event = request.add_events();
    event->set_event_id(absl::StrCat(reader, ".", paper, ".", kind));
    event->set_reader_id(reader);
    event->set_paper_id(paper);
    event->set_kind(kind);
    event->mutable_at()->set_seconds(kAsOf - 60);
    v1::RecordEventsResponse response;
    const grpc::Status status =
        gateway_->RecordEvents(NewCall(true).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.position();
  }

  // Asks one of the recommenders. Other tests write to the same cluster, whose
  // horizon is one: the position may take a while to be reached.
  template <class Request, class Response>
  Response AskAt(RecommendService::Stub& stub,
                 grpc::Status (RecommendService::Stub::*method)(
                     grpc::ClientContext*, const Request&, Response*),
                 Request request, const v1::Position& position) {
    *request.mutable_min_position() = position;
    Response response;
    grpc::Status status;
    WaitUntil(absl::Seconds(60), [&] {
      status = (stub.*method)(NewCall().get(), request, &response);
      return status.error_code() != grpc::StatusCode::UNAVAILABLE;
    });
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // Ids and scores of a list by one of the recommenders.
  template <class Request, class Response>
  std::vector<std::string> List(
      RecommendService::Stub& stub,
      grpc::Status (RecommendService::Stub::*method)(grpc::ClientContext*,
                                                     const Request&, Response*),
      Request request, const v1::Position& position) {
    request.set_page_size(50);
    request.mutable_as_of()->set_seconds(kAsOf);
    std::vector<std::string> lines;
    const Response response = AskAt(stub, method, request, position);
    for (const auto& listed : response.papers()) {
      lines.push_back(absl::StrCat(listed.paper().id(), " ", listed.score()));
    }
    return lines;
  }

  // "OK" or "degraded" or the code of a search over HTTP.
  std::string SearchState() {
    const HttpAnswer answer =
        newspaper_.Http({.target = "/api/v1/search?query=coral"});
    if (answer.status != 200) return absl::StrCat(answer.status);
    v1::SearchResponse response;
    const auto parsed = google::protobuf::util::JsonStringToMessage(
        answer.body, &response, google::protobuf::util::JsonParseOptions());
    if (!parsed.ok()) return parsed.ToString();
    last_replica_ = response.info().replica();
    return response.info().degraded().empty() ? "OK" : "degraded";
  }

  std::string last_replica_;  // Who answered the last search.
  Newspaper newspaper_{Newspaper::Transport::kPlain, kRecommenders};
  std::vector<std::unique_ptr<RecommendService::Stub>> stubs_;
  std::unique_ptr<ReaderService::Stub> gateway_ =
      ReaderService::NewStub(Connect(newspaper_.Address("gateway")));
};

TEST_F(ReplicasTest, GiveEqualListsForEqualRequests) {
  v1::Position position;
  for (int i = 1; i <= 60; ++i) {
    position = Act(absl::StrCat("reader", i % 7), MadeId(i * 3),
                   i % 5 == 0 ? v1::EVENT_KIND_DISLIKE : v1::EVENT_KIND_UPVOTE);
  }
  v1::SearchRequest search;
  search.set_query("coral reef");
  v1::SimilarRequest similar;
  similar.set_paper_id(MadeId(9));
  v1::FeedRequest feed;
  feed.set_reader_id("reader3");
  feed.set_seed(7);
  const auto lists = [&](RecommendService::Stub& stub) {
    return std::vector{
        List(stub, &RecommendService::Stub::Search, search, position),
        List(stub, &RecommendService::Stub::Similar, similar, position),
        List(stub, &RecommendService::Stub::Trending, v1::TrendingRequest(),
             position),
        List(stub, &RecommendService::Stub::Feed, feed, position)};
  };
  const auto first = lists(*stubs_.front());
  for (const auto& list : first) EXPECT_FALSE(list.empty());
  for (const auto& stub : stubs_) EXPECT_EQ(lists(*stub), first);
}

TEST_F(ReplicasTest, AllHaveAWriteAtItsPosition) {
  for (int i = 1; i <= 60; ++i) {
    const v1::Position position =
        Act(absl::StrCat("voter", i), MadeId(1), v1::EVENT_KIND_UPVOTE);
    v1::SearchRequest request;
    request.set_query(MadeId(1));
    const auto response =
        AskAt(*stubs_[static_cast<size_t>(i % kRecommenders)],
              &RecommendService::Stub::Search, request, position);
    ASSERT_EQ(response.papers(0).paper().upvotes(), i);
  }
}

TEST_F(ReplicasTest, FailNoCallWhenOneIsKilledAndTakeItBack) {
  newspaper_.service("recommend-2").Signal(SIGKILL);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(SearchState(), "OK");
  newspaper_.service("recommend-2").WaitForExit(absl::Seconds(10));
  newspaper_.Restart("recommend-2");
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    EXPECT_EQ(SearchState(), "OK");
    return last_replica_.find(newspaper_.Address("recommend-2")) !=
           std::string::npos;
  }));
}

TEST_F(ReplicasTest, FailNoCallWhenOneHangs) {
  newspaper_.service("recommend-3").Signal(SIGSTOP);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(SearchState(), "OK");
  newspaper_.service("recommend-3").Signal(SIGCONT);
}

TEST_F(ReplicasTest, FailNoCallWhenOneDrains) {
  Process& leaving = newspaper_.service("recommend");
  leaving.Signal(SIGTERM);
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    EXPECT_EQ(SearchState(), "OK");
    return !leaving.Running();
  }));
  EXPECT_EQ(leaving.WaitForExit(absl::Seconds(1)), 0);
}

}  // namespace
}  // namespace broadsheet::testing
