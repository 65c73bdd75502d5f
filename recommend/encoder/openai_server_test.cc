// An encoder and a real HTTP server.

#include <sys/stat.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/http_server.h"
#include "common/tls_identity.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "recommend/encoder/encoder.h"
#include "simdjson.h"
#include "tei/v1/embed_service.grpc.pb.h"
#include "tests/support/certificates.h"
#include "tests/support/files.h"
#include "tests/support/wait.h"

namespace broadsheet::recommend {
namespace {

using testing::Certificates;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TempDir;
using testing::WaitUntil;
using Texts = std::vector<std::string>;

constexpr absl::Duration kPatience = absl::Seconds(20);

// The texts in a request.
Texts InputOf(const HttpRequest& request) {
  simdjson::dom::parser parser;
  simdjson::dom::element root = parser.parse(request.body);
  Texts texts;
  for (std::string_view text : root["input"].get_array()) {
    texts.emplace_back(text);
  }
  return texts;
}

// An answer whose vectors are [length of the text, 1], in reverse order.
HttpResponse Embed(const HttpRequest& request) {
  const Texts texts = InputOf(request);
  std::vector<std::string> data;
  for (size_t i = texts.size(); i-- > 0;) {
    data.push_back(absl::StrCat(R"({"index":)", i, R"(,"embedding":[)",
                                texts[i].size(), ",1]}"));
  }
  return {.body = absl::StrCat(R"({"data":[)", absl::StrJoin(data, ","), "]}")};
}

class OpenAiServerTest : public ::testing::Test {
 protected:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  OpenAiServerTest() {
    options_.model = "m";
    options_.dimension = 2;
  }

  void Serve(Handler handler) {
    server_ = *HttpServer::Start(
        {.listen = "127.0.0.1:0"},
        [this, handler](HttpRequest request,
                        std::function<void(HttpResponse)> done) {
          ++requests_;
          done(handler(request));
        });
    options_.url = absl::StrCat("http://127.0.0.1:", server_->port());
  }

  // Never answers.
  void Hang() {
    server_ = *HttpServer::Start(
        {.listen = "127.0.0.1:0"},
        [this](HttpRequest, std::function<void(HttpResponse)> done) {
          std::lock_guard lock(mu_);
          unanswered_.push_back(std::move(done));
          ++requests_;
        });
    options_.url = absl::StrCat("http://127.0.0.1:", server_->port());
  }

  absl::StatusOr<std::vector<std::vector<float>>> Encode(
      const Texts& texts, TextKind kind = TextKind::kPaper) {
    if (encoder_ == nullptr) {
      auto made = MakeEncoder(options_, &clock_, timing_);
      if (!made.ok()) return made.status();
      encoder_ = *std::move(made);
    }
    return encoder_->Encode(call_, kind, texts);
  }

  // The error that a server which answers `response` brings.
  absl::Status ErrorOf(const HttpResponse& response) {
    Serve([response](const HttpRequest&) { return response; });
    encoder_.reset();
    return Encode({"text"}, TextKind::kQuery).status();
  }

  EncoderSettings options_;
  std::vector<absl::Duration> waits_;
  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};
  Timing timing_ = {.sleep =
                        [this](const CallContext&, absl::Duration wait) {
                          waits_.push_back(wait);
                          clock_.Advance(wait);
                        },
                    .random = [] { return 1.0; }};
  CallContext call_;
  std::atomic<int> requests_ = 0;
  std::mutex mu_;
  std::vector<std::function<void(HttpResponse)>> unanswered_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<Encoder> encoder_;
};

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

TEST_F(OpenAiServerTest, MakesAVectorOfLengthOneOfEachTextInTheirOrder) {
  Serve(Embed);
  const auto vectors = Encode({"aaaa", "bb", "c"});
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  ASSERT_EQ(vectors->size(), 3u);
  const float lengths[] = {4, 2, 1};
  for (size_t i = 0; i < 3; ++i) {
    const std::vector<float>& vector = (*vectors)[i];
    const float norm = std::sqrt(lengths[i] * lengths[i] + 1);
    EXPECT_FLOAT_EQ(vector[0], lengths[i] / norm);
    EXPECT_FLOAT_EQ(vector[1], 1 / norm);
  }
}

TEST_F(OpenAiServerTest, PadsVectorsToAMultipleOf32) {
  Serve(Embed);
  const auto vectors = Encode({"a"});
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_EQ(encoder_->dimension(), 32u);
  EXPECT_EQ(vectors->front().size(), 32u);
  EXPECT_EQ(vectors->front()[31], 0);
}

TEST_F(OpenAiServerTest, SendsTheModelTheTextsAndTheKey) {
  const TempDir folder;
  options_.key_file = folder.File("key");
  testing::WriteFile(options_.key_file, "sk-1\n");
  chmod(options_.key_file.c_str(), 0600);
  HttpRequest seen;
  Serve([&seen](const HttpRequest& request) {
    seen = request;
    return Embed(request);
  });
  ASSERT_TRUE(Encode({"a \"b\"\n", "\xc3\xa9"}).ok());
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/embeddings");
  EXPECT_EQ(seen.Header("Authorization"), "Bearer sk-1");
  EXPECT_EQ(seen.Header("Content-Type"), "application/json");
  EXPECT_EQ(seen.body,
            "{\"model\":\"m\",\"input\":[\"a \\\"b\\\"\\n\","
            "\"\xc3\xa9\"],\"encoding_format\":\"float\"}");
}

TEST_F(OpenAiServerTest, PutsThePrefixOfTheKindBeforeATextAndCutsIt) {
  options_.paper_prefix = "passage: ";
  options_.query_prefix = "query: ";
  options_.max_text_bytes = 200;
  Texts seen;
  Serve([&seen](const HttpRequest& request) {
    seen = InputOf(request);
    return Embed(request);
  });
  ASSERT_TRUE(Encode({"a"}, TextKind::kQuery).ok());
  EXPECT_THAT(seen, ElementsAre("query: a"));
  // Of the last character one byte would have room.
  std::string text(190, 'a');
  ASSERT_TRUE(Encode({text + "\xc3\xa9"}).ok());
  EXPECT_THAT(seen, ElementsAre("passage: " + text));
}

TEST_F(OpenAiServerTest, RefusesTextsThatNoServerTakes) {
  Serve(Embed);
  options_.max_batch = 2;
  EXPECT_THAT(MessageOf(Encode({"a", ""}).status()),
              HasSubstr("texts[1] is empty"));
  EXPECT_THAT(MessageOf(Encode({"\xff"}).status()),
              HasSubstr("texts[0] is not UTF-8"));
  EXPECT_THAT(MessageOf(Encode({"a", "b", "c"}).status()),
              HasSubstr("at most 2"));
  EXPECT_THAT(*Encode({}), IsEmpty());
  EXPECT_EQ(requests_, 0);
}

TEST_F(OpenAiServerTest, SaysWhichDimensionTheServerHas) {
  options_.dimension = 768;
  Serve(Embed);
  const absl::Status status = Encode({"a"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MessageOf(status),
            "the embedding server's vectors have 2 values, "
            "--encoder-dimension says 768");
}

TEST_F(OpenAiServerTest, RefusesVectorsThatAreZeroOrHaveNoNumbers) {
  const auto answer = [](const std::string& embedding) {
    return HttpResponse{
        .body = absl::StrCat(R"({"data":[{"embedding":)", embedding, "}]}")};
  };
  const float nan[] = {1, std::nanf("")};
  const std::string base64 = absl::Base64Escape(
      absl::string_view(reinterpret_cast<const char*>(nan), sizeof(nan)));
  for (const std::string& embedding :
       {std::string("[1,1e300]"), absl::StrCat("\"", base64, "\"")}) {
    const absl::Status status = ErrorOf(answer(embedding));
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(MessageOf(status), HasSubstr("no number"));
  }
  EXPECT_THAT(MessageOf(ErrorOf(answer("[0,0.0]"))), HasSubstr("all 0"));
}

TEST_F(OpenAiServerTest, RefusesAnswersThatAreCutOffOrHuge) {
  EXPECT_EQ(ErrorOf({.body = R"({"data":[{"embedding":[1)"}).code(),
            absl::StatusCode::kDataLoss);
  options_.max_answer_bytes = 1000;
  const absl::Status huge = ErrorOf({.body = std::string(1001, ' ')});
  EXPECT_EQ(huge.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(MessageOf(huge), HasSubstr("more than 1,000 bytes"));
}

TEST_F(OpenAiServerTest, SaysWhatToDoAboutARefusal) {
  using Code = absl::StatusCode;
  const std::tuple<int, Code, const char*> refusals[] = {
      {400, Code::kInvalidArgument, "--encoder-text-bytes"},
      {401, Code::kFailedPrecondition, "--encoder-key-file"},
      {404, Code::kFailedPrecondition, "--encoder-model"},
      {413, Code::kInvalidArgument, "--encoder-batch"},
      {429, Code::kUnavailable, "busy"},
      {500, Code::kUnavailable, "ill"}};
  for (const auto& [http, code, words] : refusals) {
    const absl::Status status =
        ErrorOf({.status = http, .body = "{\n\"error\": \"\x01no\"}"});
    EXPECT_EQ(status.code(), code) << http;
    EXPECT_THAT(MessageOf(status), HasSubstr(words));
    EXPECT_THAT(MessageOf(status), HasSubstr("it says: { \"error\": \" no\"}"));
  }
}

TEST_F(OpenAiServerTest, SendsNothingToWhereARedirectLeads) {
  const absl::Status status =
      ErrorOf({.status = 307, .headers = {{"Location", "/elsewhere"}}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(MessageOf(status), HasSubstr("/elsewhere"));
  EXPECT_EQ(requests_, 1);
}

TEST_F(OpenAiServerTest, AsksAgainWhenABusyServerSays) {
  Serve([this](const HttpRequest& request) {
    if (requests_ > 1) return Embed(request);
    return HttpResponse{.status = 429, .headers = {{"Retry-After", "7"}}};
  });
  const auto vectors = Encode({"a"});
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_EQ(waits_.front(), absl::Seconds(7));
  EXPECT_EQ(requests_, 2);
}

TEST_F(OpenAiServerTest, AsksAgainUntilItsPatienceEnds) {
  options_.patience = absl::Seconds(10);
  Serve([](const HttpRequest&) { return HttpResponse{.status = 503}; });
  EXPECT_EQ(Encode({"a"}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_GT(requests_, 3);
}

TEST_F(OpenAiServerTest, DoesNotWaitForAServerThatWantsToBeLeftAloneForLong) {
  Serve([](const HttpRequest&) {
    return HttpResponse{.status = 503, .headers = {{"Retry-After", "3600"}}};
  });
  EXPECT_EQ(Encode({"a"}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(requests_, 1);
  EXPECT_THAT(waits_, IsEmpty());
}

TEST_F(OpenAiServerTest, AsksOnlyOnceForAQuery) {
  Serve([](const HttpRequest&) { return HttpResponse{.status = 503}; });
  EXPECT_EQ(Encode({"a"}, TextKind::kQuery).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(requests_, 1);
}

TEST_F(OpenAiServerTest, IsUnavailableWithoutAServer) {
  Serve(Embed);
  server_.reset();
  const absl::Status status = Encode({"a"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(MessageOf(status), HasSubstr(options_.url));
}

TEST_F(OpenAiServerTest, EndsWithItsCallWhenTheServerHangs) {
  Hang();
  call_ = CallContext(absl::Now() + absl::Milliseconds(50));
  EXPECT_EQ(Encode({"a"}).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(OpenAiServerTest, EndsWhenTheCallerGoesAway) {
  Hang();
  std::thread caller([this] {
    EXPECT_TRUE(WaitUntil(kPatience, [this] { return requests_ > 0; }));
    call_.cancellation().Cancel();
  });
  EXPECT_EQ(Encode({"a"}).status().code(), absl::StatusCode::kCancelled);
  caller.join();
}

TEST_F(OpenAiServerTest, AnswersManyThreadsAtOnce) {
  Serve(Embed);
  ASSERT_TRUE(Encode({"a"}).ok());
  std::vector<std::thread> threads;
  for (size_t length = 1; length <= 8; ++length) {
    threads.emplace_back([this, length] {
      const Texts texts(2, std::string(length, 'a'));
      for (int i = 0; i < 20; ++i) {
        const auto vectors = encoder_->Encode(call_, TextKind::kPaper, texts);
        ASSERT_TRUE(vectors.ok()) << vectors.status();
        const float ratio = vectors->back()[0] / vectors->back()[1];
        EXPECT_FLOAT_EQ(ratio, static_cast<float>(length));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Any server will do: no words are exchanged.
TEST_F(OpenAiServerTest, SendsNothingToAServerWhoseCertificateNobodyTrusts) {
  const Certificates certificates({"recommend"});
  const TlsIdentity identity({certificates.File("recommend", "cert.pem"),
                              certificates.File("recommend", "key.pem"),
                              certificates.File("recommend", "ca.pem")});
  tei::v1::Embed::Service service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", identity.ForServer(false), &port);
  const auto server = builder.BuildAndStart();
  ASSERT_NE(port, 0);
  options_.url = absl::StrCat("https://127.0.0.1:", port);
  const absl::Status status = Encode({"a"}, TextKind::kQuery).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(MessageOf(status), HasSubstr("certificate"));
}

}  // namespace
}  // namespace broadsheet::recommend
