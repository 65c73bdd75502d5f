// An encoder and a real gRPC server of embeddings.

#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "recommend/encoder/encoder.h"
#include "tei/v1/embed_service.grpc.pb.h"
#include "tests/support/wait.h"

namespace broadsheet::recommend {
namespace {

using ::testing::HasSubstr;
using testing::WaitUntil;
using Texts = std::vector<std::string>;
using Code = absl::StatusCode;

constexpr absl::Duration kPatience = absl::Seconds(20);

// A server whose answers `handler` makes.
class FakeTei final : public tei::v1::Embed::Service {
 public:
  using Handler = std::function<grpc::Status(const grpc::ServerContext&,
                                             const tei::v1::EmbedRequest&,
                                             tei::v1::EmbedResponse*)>;

  explicit FakeTei(Handler handler) : handler_(std::move(handler)) {}

  grpc::Status Embed(grpc::ServerContext* context,
                     const tei::v1::EmbedRequest* request,
                     tei::v1::EmbedResponse* response) override {
    ++requests;
    return handler_(*context, *request, response);
  }

  std::atomic<int> requests = 0;

 private:
  const Handler handler_;
};

grpc::Status EmbedLength(const grpc::ServerContext&,
                         const tei::v1::EmbedRequest& request,
                         tei::v1::EmbedResponse* response) {
  response->add_embeddings(static_cast<float>(request.inputs().size()));
  response->add_embeddings(1);
  return grpc::Status::OK;
}

// Answers when the caller has gone away.
grpc::Status Hang(const grpc::ServerContext& context,
                  const tei::v1::EmbedRequest&, tei::v1::EmbedResponse*) {
  WaitUntil(kPatience, [&context] { return context.IsCancelled(); });
  return grpc::Status::CANCELLED;
}

class TeiServerTest : public ::testing::Test {
 protected:
  TeiServerTest() {
    options_.name = "house";
    options_.dimension = 2;
  }

  ~TeiServerTest() override { Stop(); }

  void Serve(FakeTei::Handler handler) {
    Stop();
    tei_ = std::make_unique<FakeTei>(std::move(handler));
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(tei_.get());
    server_ = builder.BuildAndStart();
    options_.url = absl::StrCat("grpc://127.0.0.1:", port);
  }

  void Stop() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  absl::StatusOr<std::vector<std::vector<float>>> Encode(
      const Texts& texts, TextKind kind = TextKind::kPaper) {
    auto encoder = MakeEncoder(options_, &clock_);
    if (!encoder.ok()) return encoder.status();
    return (*encoder)->Encode(call_, kind, texts);
  }

  // The error that a server which answers `status` brings.
  absl::Status ErrorOf(const grpc::Status& status) {
    Serve([status](const auto&, const auto&, auto*) { return status; });
    return Encode({"text"}, TextKind::kQuery).status();
  }

  EncoderSettings options_;
  SystemClock clock_;
  CallContext call_;
  std::unique_ptr<FakeTei> tei_;
  std::unique_ptr<grpc::Server> server_;
};

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

TEST_F(TeiServerTest, MakesAVectorOfLengthOneOfEachTextInTheirOrder) {
  Serve(EmbedLength);
  Texts texts;
  for (size_t i = 1; i <= 32; ++i) texts.emplace_back(i, 'a');
  const auto vectors = Encode(texts);
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  ASSERT_EQ(vectors->size(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::vector<float>& vector = (*vectors)[i];
    EXPECT_EQ(vector.size(), 32u);
    EXPECT_FLOAT_EQ(vector[0] / vector[1], static_cast<float>(i + 1));
    EXPECT_NEAR(vector[0] * vector[0] + vector[1] * vector[1], 1, 1e-6);
  }
}

TEST_F(TeiServerTest, HasTextsCutAndVectorsNormalized) {
  options_.query_prefix = "query: ";
  std::mutex mu;
  tei::v1::EmbedRequest seen;
  Serve([&](const auto& context, const auto& request, auto* response) {
    std::lock_guard lock(mu);
    seen = request;
    return EmbedLength(context, request, response);
  });
  ASSERT_TRUE(Encode({"a"}, TextKind::kQuery).ok());
  EXPECT_EQ(seen.inputs(), "query: a");
  EXPECT_TRUE(seen.truncate());
  EXPECT_TRUE(seen.normalize());
}

TEST_F(TeiServerTest, SaysWhichDimensionTheServerHas) {
  options_.dimension = 768;
  Serve(EmbedLength);
  const absl::Status status = Encode({"a"}).status();
  EXPECT_EQ(status.code(), Code::kFailedPrecondition);
  EXPECT_EQ(MessageOf(status),
            "the embedding server's vectors have 2 values, "
            "--encoder-dimension says 768");
}

TEST_F(TeiServerTest, RefusesVectorsThatAreZeroOrHaveNoNumbers) {
  for (const float value : {0.0f, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
    Serve([value](const auto&, const auto&, auto* response) {
      response->add_embeddings(value);
      response->add_embeddings(0);
      return grpc::Status::OK;
    });
    EXPECT_EQ(Encode({"a"}).status().code(), Code::kDataLoss) << value;
  }
}

TEST_F(TeiServerTest, RefusesHugeAnswers) {
  options_.max_answer_bytes = 1000;
  Serve([](const auto&, const auto&, auto* response) {
    response->mutable_embeddings()->Resize(10000, 1);
    return grpc::Status::OK;
  });
  EXPECT_EQ(Encode({"a"}).status().code(), Code::kResourceExhausted);
}

TEST_F(TeiServerTest, AsksAgainWhenTheServerIsBusy) {
  Serve([this](const auto& context, const auto& request, auto* response) {
    if (tei_->requests <= 2) {
      return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                          "Model is overloaded");
    }
    return EmbedLength(context, request, response);
  });
  const auto vectors = Encode({"a"});
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_EQ(tei_->requests, 3);
}

TEST_F(TeiServerTest, SaysWhatToDoAboutARefusal) {
  using Grpc = grpc::StatusCode;
  const std::tuple<Grpc, Code, const char*> refusals[] = {
      {Grpc::INVALID_ARGUMENT, Code::kInvalidArgument, "says no"},
      {Grpc::UNAUTHENTICATED, Code::kFailedPrecondition, "--encoder-key-file"},
      {Grpc::UNIMPLEMENTED, Code::kFailedPrecondition, "--encoder-url"},
      {Grpc::RESOURCE_EXHAUSTED, Code::kUnavailable, "says no"},
      {Grpc::UNAVAILABLE, Code::kUnavailable, "says no"}};
  for (const auto& [answer, code, words] : refusals) {
    const absl::Status status = ErrorOf(grpc::Status(answer, "says no"));
    EXPECT_EQ(status.code(), code) << answer;
    EXPECT_THAT(MessageOf(status), HasSubstr(words));
    EXPECT_THAT(MessageOf(status), HasSubstr(options_.url));
  }
}

TEST_F(TeiServerTest, EndsAllWhenOneTextFails) {
  Serve([](const auto& context, const auto& request, auto* response) {
    if (request.inputs() != "bad") return Hang(context, request, response);
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "too long");
  });
  const absl::Status status = Encode({"a", "bad", "c"}).status();
  EXPECT_EQ(status.code(), Code::kInvalidArgument);
  EXPECT_THAT(MessageOf(status), HasSubstr("too long"));
}

TEST_F(TeiServerTest, IsUnavailableWithoutAServer) {
  Serve(EmbedLength);
  Stop();
  EXPECT_EQ(Encode({"a"}, TextKind::kQuery).status().code(),
            Code::kUnavailable);
}

TEST_F(TeiServerTest, EndsWithItsCallWhenTheServerHangs) {
  Serve(Hang);
  call_ = CallContext(absl::Now() + absl::Milliseconds(100));
  EXPECT_EQ(Encode({"a", "b"}).status().code(), Code::kDeadlineExceeded);
}

TEST_F(TeiServerTest, IsUnavailableWhenOneAnswerTakesTooLong) {
  Serve(Hang);
  options_.timeout = absl::Milliseconds(100);
  EXPECT_EQ(Encode({"a"}, TextKind::kQuery).status().code(),
            Code::kUnavailable);
}

TEST_F(TeiServerTest, EndsWhenTheCallerGoesAway) {
  Serve(Hang);
  std::thread caller([this] {
    EXPECT_TRUE(WaitUntil(kPatience, [this] { return tei_->requests > 0; }));
    call_.cancellation().Cancel();
  });
  EXPECT_EQ(Encode({"a", "b"}).status().code(), Code::kCancelled);
  caller.join();
}

}  // namespace
}  // namespace broadsheet::recommend
