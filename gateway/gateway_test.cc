// The whole gateway between a client and houses that answer over real gRPC.

#include "gateway/gateway.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "broadsheet/v1/system_service.grpc.pb.h"
#include "gateway/identity.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;
using IngestStream =
    grpc::ServerReaderWriter<v1::IngestPapersResponse, v1::IngestPapersRequest>;

constexpr char kToken[] = "the operator's own token";

class FakeRecommend final : public v1::RecommendService::Service {
 public:
  grpc::Status Search(grpc::ServerContext* context,
                      const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    const auto id = context->client_metadata().find("x-request-id");
    response->mutable_info()->set_origin(
        id == context->client_metadata().end()
            ? ""
            : std::string(id->second.data(), id->second.size()));
    *response->mutable_info()->mutable_as_of() = request->as_of();
    response->add_papers()->mutable_paper()->set_id(request->query());
    return grpc::Status::OK;
  }
  grpc::Status Feed(grpc::ServerContext*, const v1::FeedRequest* request,
                    v1::FeedResponse* response) override {
    response->mutable_info()->set_origin(request->reader_id());
    return grpc::Status::OK;
  }
};

class FakePapers final : public store::PaperStoreService::Service {
 public:
  grpc::Status ListPapers(grpc::ServerContext*, const store::ListPapersRequest*,
                          store::ListPapersResponse* response) override {
    response->mutable_page()->add_papers()->set_id("2407.21783");
    return grpc::Status::OK;
  }
};

class FakeReaders final : public store::ReaderStoreService::Service {
 public:
  grpc::Status FindToken(grpc::ServerContext*,
                         const store::FindTokenRequest* request,
                         store::FindTokenResponse* response) override {
    if (request->sha256() != HashToken("bs_alice")) {
      return {grpc::StatusCode::NOT_FOUND, "unknown"};
    }
    response->set_reader_id("alice");
    return grpc::Status::OK;
  }
  grpc::Status AppendEvents(grpc::ServerContext*,
                            const store::AppendEventsRequest* request,
                            store::AppendEventsResponse* response) override {
    for (const v1::Event& event : request->events()) {
      response->add_results()->set_event_id(event.reader_id());
    }
    response->mutable_position()->set_epoch("e");
    response->mutable_position()->set_commit(3);
    return grpc::Status::OK;
  }
};

// Answers every chunk by its number; what it does with the header is told by
// the header's source.
class FakeIngest final : public v1::IngestService::Service {
 public:
  grpc::Status IngestPapers(grpc::ServerContext*,
                            IngestStream* stream) override {
    v1::IngestPapersRequest request;
    stream->Read(&request);
    if (request.header().source() == "refuse") {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no such source"};
    }
    int64_t number = 0;
    while (stream->Read(&request)) {
      v1::IngestPapersResponse response;
      response.add_results()->set_record(++number);
      stream->Write(response);
    }
    ended.set_value();
    return grpc::Status::OK;
  }

  std::promise<void> ended;
};

// A server on a port of its own; `health` is the service that the gateway's
// channel watches.
class House {
 public:
  House(const char* health, std::vector<grpc::Service*> services) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(health, true);
  }
  ~House() { server_->Shutdown(std::chrono::system_clock::now()); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  void Stop() { server_->Shutdown(std::chrono::system_clock::now()); }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest()
      : folder_(std::filesystem::path(::testing::TempDir()) /
                absl::StrCat("gateway-", getpid())) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "token") << kToken << "\n";
    std::filesystem::permissions(folder_ / "token",
                                 std::filesystem::perms::owner_read);
    Start();
  }

  ~GatewayTest() override {
    app_->RequestStop();
    run_.join();
    gateway_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Start() {
    const std::string port_file = folder_ / "port";
    std::vector<std::string> flags = {
        "gateway",     "--listen",    "127.0.0.1:0", "--metrics-listen",
        "127.0.0.1:0", "--port-file", port_file,     "--log-level",
        "error",       "--grace",     "1s",          "--drain",
        "0s"};
    std::vector<char*> argv;
    for (std::string& flag : flags) argv.push_back(flag.data());
    ASSERT_FALSE(
        app_->Parse(static_cast<int>(argv.size()), argv.data()).has_value());
    GatewayOptions options;
    options.houses = {.storage = storage_.address(),
                      .ingest = ingest_.address(),
                      .recommend = recommend_.address()};
    options.http_listen = "127.0.0.1:0";
    options.operator_token_file = folder_ / "token";
    auto gateway = Gateway::Start(options, app_.get());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    app_->SetReady(true);
    run_ = std::thread([this] { app_->Run(); });
    Connect(port_file);
  }

  // Waits until the gateway has written its port.
  void Connect(const std::string& port_file) {
    int port = 0;
    const absl::Time limit = absl::Now() + absl::Seconds(20);
    while (port == 0 && absl::Now() < limit) {
      std::ifstream(port_file) >> port;
      std::this_thread::yield();
    }
    ASSERT_NE(port, 0);
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                                   grpc::InsecureChannelCredentials());
  }

  static std::unique_ptr<grpc::ClientContext> As(const std::string& token) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::seconds(20));
    if (!token.empty()) {
      context->AddMetadata("authorization", "Bearer " + token);
    }
    return context;
  }

  static v1::IngestPapersRequest Header(const std::string& source) {
    v1::IngestPapersRequest request;
    request.mutable_header()->set_source(source);
    return request;
  }

  // First: it blocks SIGTERM, by which it is stopped, for all later threads.
  std::unique_ptr<ServiceApp> app_ = std::make_unique<ServiceApp>(
      ServiceApp::Identity{.name = "gateway", .port = 0, .description = ""});
  const std::filesystem::path folder_;
  FakeRecommend recommender_;
  FakePapers papers_;
  FakeReaders readers_;
  FakeIngest ingester_;
  House storage_{"broadsheet.internal.v1.PaperStoreService",
                 {&papers_, &readers_}};
  House ingest_{"broadsheet.v1.IngestService", {&ingester_}};
  House recommend_{"broadsheet.v1.RecommendService", {&recommender_}};
  std::unique_ptr<Gateway> gateway_;
  std::thread run_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(GatewayTest, ForwardsAReadWithItsRequestIdAndTheWholeMinute) {
  auto stub = v1::RecommendService::NewStub(channel_);
  v1::SearchRequest request;
  request.set_query("strings");
  v1::SearchResponse response;
  auto context = As("");
  context->AddMetadata("x-request-id", "my-request");
  const grpc::Status status = stub->Search(context.get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.papers(0).paper().id(), "strings");
  EXPECT_EQ(response.info().origin(), "my-request");
  EXPECT_GT(response.info().as_of().seconds(), 0);
  EXPECT_EQ(response.info().as_of().seconds() % 60, 0);
}

TEST_F(GatewayTest, AnswersFromStorageWhenTheRecommenderIsGone) {
  recommend_.Stop();
  auto stub = v1::RecommendService::NewStub(channel_);
  v1::TrendingResponse response;
  const grpc::Status status =
      stub->Trending(As("").get(), v1::TrendingRequest(), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.papers_size(), 1);
  EXPECT_NE(response.info().degraded(), "");
}

TEST_F(GatewayTest, GivesEveryReaderTheirOwnFeedOnly) {
  auto stub = v1::RecommendService::NewStub(channel_);
  v1::FeedRequest request;
  v1::FeedResponse response;
  EXPECT_EQ(stub->Feed(As("").get(), request, &response).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(stub->Feed(As("wrong").get(), request, &response).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  // The first time from storage, then from memory.
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(stub->Feed(As("bs_alice").get(), request, &response).ok());
    EXPECT_EQ(response.info().origin(), "alice");
  }
  request.set_reader_id("bob");
  EXPECT_EQ(stub->Feed(As("bs_alice").get(), request, &response).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(stub->Feed(As(kToken).get(), request, &response).ok());
  EXPECT_EQ(response.info().origin(), "bob");
}

TEST_F(GatewayTest, TellsThePositionOfAWriteInTrailingMetadata) {
  auto stub = v1::ReaderService::NewStub(channel_);
  v1::RecordEventsRequest request;
  request.add_events();
  v1::RecordEventsResponse response;
  auto context = As("bs_alice");
  ASSERT_TRUE(stub->RecordEvents(context.get(), request, &response).ok());
  EXPECT_EQ(response.results(0).event_id(), "alice");
  const auto& trailers = context->GetServerTrailingMetadata();
  const auto position = trailers.find("x-broadsheet-position");
  ASSERT_NE(position, trailers.end());
  EXPECT_EQ(std::string(position->second.data(), position->second.size()),
            "e/3");
}

TEST_F(GatewayTest, StatusAnswersWhileHousesAreDown) {
  recommend_.Stop();
  auto stub = v1::SystemService::NewStub(channel_);
  v1::GetSystemStatusResponse response;
  ASSERT_TRUE(stub->GetSystemStatus(As("").get(), v1::GetSystemStatusRequest(),
                                    &response)
                  .ok());
  bool recommend_ok = true;
  for (const v1::HouseStatus& house : response.houses()) {
    if (house.name() == "recommend") recommend_ok = house.ok();
  }
  EXPECT_EQ(response.houses_size(), 6);
  EXPECT_FALSE(recommend_ok);
}

TEST_F(GatewayTest, StatusSaysWhenItAsked) {
  const absl::Time before = absl::Now();
  auto stub = v1::SystemService::NewStub(channel_);
  v1::GetSystemStatusResponse response;
  ASSERT_TRUE(stub->GetSystemStatus(As("").get(), v1::GetSystemStatusRequest(),
                                    &response)
                  .ok());
  const absl::Time asked =
      absl::FromUnixSeconds(response.asked_at().seconds()) +
      absl::Nanoseconds(response.asked_at().nanos());
  EXPECT_GE(asked, before - absl::Microseconds(1));
  EXPECT_LE(asked, absl::Now());
}

TEST_F(GatewayTest, PassesStreamsThroughInOrder) {
  auto stub = v1::IngestService::NewStub(channel_);
  auto context = As(kToken);
  auto stream = stub->IngestPapers(context.get());
  stream->Write(Header("jsonl"));
  constexpr int kChunks = 200;
  std::thread writer([&] {
    v1::IngestPapersRequest chunk;
    chunk.set_chunk(std::string(100000, 'x'));
    for (int i = 0; i < kChunks; ++i) stream->Write(chunk);
    stream->WritesDone();
  });
  v1::IngestPapersResponse response;
  int64_t last = 0;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.results(0).record(), ++last);
  }
  writer.join();
  EXPECT_EQ(last, kChunks);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(GatewayTest, LetsOnlyTheOperatorStream) {
  auto stub = v1::IngestService::NewStub(channel_);
  auto nobody = As("");
  EXPECT_EQ(stub->IngestPapers(nobody.get())->Finish().error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  auto reader = As("bs_alice");
  EXPECT_EQ(stub->IngestPapers(reader.get())->Finish().error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(GatewayTest, PassesAnErrorOnWhileTheClientOnlyWaits) {
  auto stub = v1::IngestService::NewStub(channel_);
  auto context = As(kToken);
  auto stream = stub->IngestPapers(context.get());
  stream->Write(Header("refuse"));
  // No WritesDone: the client would wait for an answer to go on.
  v1::IngestPapersResponse response;
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "no such source");
}

TEST_F(GatewayTest, EndsTheUpstreamWhenTheClientGoesAway) {
  auto stub = v1::IngestService::NewStub(channel_);
  auto context = As(kToken);
  auto stream = stub->IngestPapers(context.get());
  stream->Write(Header("jsonl"));
  v1::IngestPapersRequest chunk;
  chunk.set_chunk("x");
  stream->Write(chunk);
  v1::IngestPapersResponse response;
  ASSERT_TRUE(stream->Read(&response));
  context->TryCancel();
  EXPECT_EQ(ingester_.ended.get_future().wait_for(std::chrono::seconds(20)),
            std::future_status::ready);
  (void)stream->Finish();
}

TEST_F(GatewayTest, SaysThatAStreamsHouseIsDown) {
  ingest_.Stop();
  auto stub = v1::IngestService::NewStub(channel_);
  auto context = As(kToken);
  auto stream = stub->IngestPapers(context.get());
  stream->Write(Header("jsonl"));
  v1::IngestPapersResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

// The upstream's failure races with the begin of the stream.
TEST_F(GatewayTest, SurvivesManyStreamsWhoseHouseIsDown) {
  ingest_.Stop();
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([this] {
      auto stub = v1::IngestService::NewStub(channel_);
      for (int calls = 0; calls < 400; ++calls) {
        auto context = As(kToken);
        auto stream = stub->IngestPapers(context.get());
        stream->Write(Header("jsonl"));
        EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

}  // namespace
}  // namespace broadsheet::gateway
