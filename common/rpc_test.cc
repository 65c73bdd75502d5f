// The adapter, the runtime and the channel, with a real server on loopback.

#include "common/rpc.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using grpc::CallbackServerContext;

// Answers as its `answer` says.
class TestRecommender final : public v1::RecommendService::CallbackService {
 public:
  using Answer = std::function<absl::StatusOr<v1::SearchResponse>(
      CallContext&, const v1::SearchRequest&)>;

  explicit TestRecommender(Rpcs* rpcs) : rpcs_(rpcs) {}

  grpc::ServerUnaryReactor* Search(CallbackServerContext* context,
                                   const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override {
    return rpcs_->Unary("RecommendService/Search", context, request, response,
                        answer);
  }

  grpc::ServerUnaryReactor* Suggest(CallbackServerContext* context,
                                    const v1::SuggestRequest* request,
                                    v1::SuggestResponse* response) override {
    return rpcs_->Async("RecommendService/Suggest", context, request, response,
                        [](auto, const auto* in, auto* out, auto done) {
                          std::thread([in, out, done] {
                            out->add_suggestions()->set_text(in->prefix());
                            done(absl::OkStatus());
                          }).detach();
                        });
  }

  Answer answer;

 private:
  Rpcs* rpcs_;
};

// Answers each chunk with a result of its size.
class TestIngest final : public v1::IngestService::CallbackService {
 public:
  explicit TestIngest(Rpcs* rpcs) : rpcs_(rpcs) {}

  grpc::ServerBidiReactor<v1::IngestPapersRequest, v1::IngestPapersResponse>*
  IngestPapers(CallbackServerContext* context) override {
    return rpcs_->Bidi<v1::IngestPapersRequest, v1::IngestPapersResponse>(
        "IngestService/IngestPapers", context,
        [](CallContext&, auto& stream) -> absl::Status {
          v1::IngestPapersRequest request;
          while (stream.Read(&request)) {
            v1::IngestPapersResponse response;
            response.add_results()->set_record(
                static_cast<int64_t>(request.chunk().size()));
            if (!stream.Write(response)) break;
          }
          return absl::OkStatus();
        });
  }

 private:
  Rpcs* rpcs_;
};

// Writes until its reader goes away.
class TestFeed final : public internal::v1::ChangeFeedService::CallbackService {
 public:
  explicit TestFeed(Rpcs* rpcs) : rpcs_(rpcs) {}

  grpc::ServerWriteReactor<internal::v1::WatchChangesResponse>* WatchChanges(
      CallbackServerContext* context,
      const internal::v1::WatchChangesRequest* request) override {
    return rpcs_->ServerStream<internal::v1::WatchChangesRequest,
                               internal::v1::WatchChangesResponse>(
        "ChangeFeedService/WatchChanges", context, request,
        [this](CallContext&, const auto&, auto& writer) -> absl::Status {
          internal::v1::WatchChangesResponse response;
          while (writer.Write(response)) {
          }
          ended = true;
          return absl::OkStatus();
        });
  }

  std::atomic<bool> ended{false};

 private:
  Rpcs* rpcs_;
};

class RpcTest : public testing::Test {
 protected:
  RpcTest()
      : log_("test", "error"),
        runtime_(Options(), &log_, &metrics_),
        rpcs_(&runtime_),
        recommender_(&rpcs_),
        ingest_(&rpcs_),
        feed_(&rpcs_) {
    int port = 0;
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&recommender_);
    builder.RegisterService(&ingest_);
    builder.RegisterService(&feed_);
    server_ = builder.BuildAndStart();
    channel_ = MakeChannel({.target = absl::StrCat("127.0.0.1:", port)});
    stub_ = v1::RecommendService::NewStub(channel_);
  }

  ~RpcTest() override {
    server_->Shutdown(std::chrono::system_clock::now());
    runtime_.Stop();
  }

  static RpcRuntime::Options Options() {
    RpcRuntime::Options options;
    options.workers = 2;
    options.queue_limit = 2;
    options.stream_limit = 1;
    return options;
  }

  absl::Status Search(v1::SearchResponse* response,
                      grpc::ClientContext* context,
                      absl::Duration limit = absl::Seconds(5)) {
    PrepareCall(CallContext(absl::InfiniteFuture(), "request-7"), limit,
                context);
    v1::SearchRequest request;
    request.set_query("hello");
    return FromGrpc(stub_->Search(context, request, response));
  }

  absl::Status Search(absl::Duration limit = absl::Seconds(5)) {
    grpc::ClientContext context;
    v1::SearchResponse response;
    return Search(&response, &context, limit);
  }

  Logger log_;
  Metrics metrics_;
  RpcRuntime runtime_;
  Rpcs rpcs_;
  TestRecommender recommender_;
  TestIngest ingest_;
  TestFeed feed_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::RecommendService::Stub> stub_;
};

TEST_F(RpcTest, GivesTheHandlersAnswerAndTrailers) {
  recommender_.answer = [](CallContext& call, const auto& request) {
    EXPECT_EQ(call.request_id(), "request-7");
    EXPECT_LE(call.TimeLeft(), absl::Seconds(5));
    call.SetTrailer("x-broadsheet-position", "e/9");
    v1::SearchResponse response;
    response.set_total(static_cast<int64_t>(request.query().size()));
    return absl::StatusOr<v1::SearchResponse>(response);
  };
  grpc::ClientContext context;
  v1::SearchResponse response;
  // gRPC rounds a timeout up to 10 ms.
  const absl::Duration limit = absl::Seconds(5) - absl::Milliseconds(20);
  ASSERT_TRUE(Search(&response, &context, limit).ok());
  EXPECT_EQ(response.total(), 5);
  const auto trailers = context.GetServerTrailingMetadata();
  ASSERT_EQ(trailers.count("x-broadsheet-position"), 1u);
}

TEST_F(RpcTest, CarriesErrorsWithTheirReason) {
  recommender_.answer = [](CallContext&, const auto&) {
    return absl::StatusOr<v1::SearchResponse>(
        InvalidField("query", "is too long"));
  };
  const absl::Status status = Search();
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_EQ(ViolationsOf(status).size(), 1u);
}

TEST_F(RpcTest, TurnsExceptionsIntoInternal) {
  recommender_.answer = [](CallContext&,
                           const auto&) -> absl::StatusOr<v1::SearchResponse> {
    throw std::runtime_error("broken");
  };
  EXPECT_EQ(Search().code(), absl::StatusCode::kInternal);
}

TEST_F(RpcTest, RefusesCallsBeyondTheQueue) {
  std::promise<void> release;
  auto gate = release.get_future().share();
  recommender_.answer = [gate](CallContext&, const auto&) {
    gate.wait();
    return absl::StatusOr<v1::SearchResponse>(v1::SearchResponse());
  };
  // At most two run and two wait; of ten, at least six are refused.
  std::vector<std::future<absl::Status>> calls;
  std::atomic<int> refused{0};
  for (int i = 0; i < 10; ++i) {
    calls.push_back(std::async(std::launch::async, [&] {
      absl::Status status = Search();
      if (ReasonOf(status) == "OVERLOADED") ++refused;
      return status;
    }));
  }
  const absl::Time end = absl::Now() + absl::Seconds(5);
  while (refused < 6 && absl::Now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_GE(refused, 6);
  release.set_value();
  int answered = 0;
  for (auto& call : calls) answered += call.get().ok() ? 1 : 0;
  EXPECT_EQ(answered, 10 - refused);
  EXPECT_GE(answered, 2);
}

TEST_F(RpcTest, HandlersSeeThatTheCallerGaveUp) {
  const auto seen = std::make_shared<std::promise<bool>>();
  // The deadline is the server's a moment sooner than the caller's: no answer
  // comes before the caller has given up.
  const auto gave_up = std::make_shared<std::promise<void>>();
  recommender_.answer = [seen, gave_up](CallContext& call, const auto&) {
    const absl::Time end = absl::Now() + absl::Seconds(5);
    while (call.Alive().ok() && absl::Now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    seen->set_value(!call.Alive().ok());
    gave_up->get_future().wait_for(std::chrono::seconds(10));
    return absl::StatusOr<v1::SearchResponse>(v1::SearchResponse());
  };
  EXPECT_EQ(Search(absl::Milliseconds(50)).code(),
            absl::StatusCode::kDeadlineExceeded);
  gave_up->set_value();
  std::future<bool> saw = seen->get_future();
  ASSERT_EQ(saw.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_TRUE(saw.get());
}

TEST_F(RpcTest, AsyncHandlersAnswerFromAnyThread) {
  grpc::ClientContext context;
  v1::SuggestRequest request;
  request.set_prefix("atte");
  v1::SuggestResponse response;
  ASSERT_TRUE(stub_->Suggest(&context, request, &response).ok());
  EXPECT_EQ(response.suggestions(0).text(), "atte");
}

TEST_F(RpcTest, BidiStreamsAnswerInOrderAndEnd) {
  auto stub = v1::IngestService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->IngestPapers(&context);
  for (int64_t i = 1; i <= 100; ++i) {
    v1::IngestPapersRequest request;
    request.set_chunk(std::string(static_cast<size_t>(i), 'x'));
    ASSERT_TRUE(stream->Write(request));
    v1::IngestPapersResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.results(0).record(), i);
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(RpcTest, StreamsAreBounded) {
  auto stub = v1::IngestService::NewStub(channel_);
  grpc::ClientContext first_context;
  auto first = stub->IngestPapers(&first_context);
  v1::IngestPapersRequest request;
  request.set_chunk("x");
  v1::IngestPapersResponse response;
  ASSERT_TRUE(first->Write(request));
  ASSERT_TRUE(first->Read(&response));
  grpc::ClientContext second_context;
  auto second = stub->IngestPapers(&second_context);
  EXPECT_FALSE(second->Read(&response));
  EXPECT_EQ(ReasonOf(FromGrpc(second->Finish())), "OVERLOADED");
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
}

TEST_F(RpcTest, ServerStreamsEndWhenTheirReaderGoesAway) {
  auto stub = internal::v1::ChangeFeedService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->WatchChanges(&context, {});
  internal::v1::WatchChangesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  const absl::Time end = absl::Now() + absl::Seconds(5);
  while (!feed_.ended && absl::Now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(feed_.ended);
}

TEST_F(RpcTest, CountsCallsByMethodAndCode) {
  recommender_.answer = [](CallContext&, const auto&) {
    return absl::StatusOr<v1::SearchResponse>(v1::SearchResponse());
  };
  ASSERT_TRUE(Search().ok());
  EXPECT_NE(metrics_.Text().find("broadsheet_rpc_total{code=\"OK\",method="
                                 "\"RecommendService/Search\"} 1"),
            std::string::npos)
      << metrics_.Text();
}

}  // namespace
}  // namespace broadsheet
