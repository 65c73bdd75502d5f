#include "common/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <future>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A raw client: what a hostile or simple peer sends, byte by byte.
class RawClient {
 public:
  explicit RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address),
                         sizeof(address)) == 0;
  }
  ~RawClient() { close(fd_); }

  void Send(const std::string& bytes) {
    (void)send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // Everything until the server closes.
  std::string ReadAll() {
    std::string all;
    char chunk[4096];
    ssize_t got;
    while ((got = recv(fd_, chunk, sizeof(chunk), 0)) > 0) {
      all.append(chunk, static_cast<size_t>(got));
    }
    return all;
  }
  bool connected() const { return connected_; }

 private:
  int fd_;
  bool connected_ = false;
};

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    options_.listen = "127.0.0.1:0";
    options_.max_header_bytes = 2048;
    options_.max_body_bytes = 1000;
    options_.read_timeout = absl::Milliseconds(300);
    options_.idle_timeout = absl::Milliseconds(300);
  }

  void Start() {
    auto started =
        HttpServer::Start(options_, [](HttpRequest request, auto done) {
          // From another thread, as handlers on executors answer.
          std::thread([request = std::move(request), done] {
            done(HttpResponse{200,
                              {{"Content-Type", "text/plain"}},
                              absl::StrCat(request.method, " ", request.target,
                                           " ", request.body)});
          }).detach();
        });
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  std::string Exchange(const std::string& request) {
    RawClient client(server_->port());
    client.Send(request);
    return client.ReadAll();
  }

  HttpServerOptions options_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersWithLengthAndDate) {
  Start();
  const std::string answer =
      Exchange("GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_THAT(answer, HasSubstr("Date: "));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nGET /a?b=c "));
}

TEST_F(HttpServerTest, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  Start();
  const std::string answer = Exchange(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answer.find("GET /1"), answer.find("GET /2"));
  EXPECT_NE(answer.find("GET /2"), std::string::npos);
}

TEST_F(HttpServerTest, AnswersHeadWithoutTheBody) {
  Start();
  const std::string answer =
      Exchange("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("HEAD /a")));
}

TEST_F(HttpServerTest, RefusesLargeHeadersAndBodies) {
  Start();
  EXPECT_THAT(
      Exchange("GET / HTTP/1.1\r\nX: " + std::string(5000, 'x') + "\r\n\r\n"),
      StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Exchange("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "800\r\n" +
                       std::string(0x800, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServerTest, RefusesAmbiguousAndMalformedRequests) {
  Start();
  for (const char* request :
       {"POST / HTTP/1.1\r\nContent-Length: 3\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n", "\x01\x02\x03\r\n\r\n", "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n"}) {
    EXPECT_THAT(Exchange(request), StartsWith("HTTP/1.1 400")) << request;
  }
}

TEST_F(HttpServerTest, ClosesSlowAndIdleConnections) {
  Start();
  EXPECT_THAT(Exchange(""), IsEmpty());
  RawClient slow(server_->port());
  slow.Send("GET / HTTP/1.1\r\nHos");
  EXPECT_THAT(slow.ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, SaysWhenTheAddressIsTaken) {
  Start();
  options_.listen = absl::StrCat("127.0.0.1:", server_->port());
  const auto second = HttpServer::Start(
      options_,
      [](HttpRequest, const HttpDone& done) { done(HttpResponse()); });
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr(options_.listen));
}

TEST_F(HttpServerTest, DrainLetsARunningRequestEnd) {
  Start();
  RawClient client(server_->port());
  client.Send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.ReadAll();
  server_->Drain(absl::Seconds(2));
  EXPECT_THAT(answer, HasSubstr("GET /last"));
  EXPECT_THAT(RawClient(server_->port()).ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, MakesAnAnswerElsewhereThanWhereItIsGiven) {
  std::promise<std::thread::id> made_by;
  std::thread giver;
  auto started =
      HttpServer::Start(options_, [&](HttpRequest, const HttpDone& done) {
        giver = std::thread([&made_by, done] {
          done(HttpAnswer([&made_by] {
            made_by.set_value(std::this_thread::get_id());
            return HttpResponse{200, {}, "made"};
          }));
        });
      });
  ASSERT_TRUE(started.ok()) << started.status();
  server_ = *std::move(started);
  EXPECT_THAT(
      Exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
      HasSubstr("\r\n\r\nmade"));
  EXPECT_NE(made_by.get_future().get(), giver.get_id());
  giver.join();
}

TEST_F(HttpServerTest, EndsTheConnectionOfAnAnswerThatNobodyKeeps) {
  auto started = HttpServer::Start(options_, [](HttpRequest, auto) {});
  ASSERT_TRUE(started.ok()) << started.status();
  server_ = *std::move(started);
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), IsEmpty());
}

TEST_F(HttpServerTest, MayGoBeforeItsHandlersHaveAnswered) {
  std::promise<HttpDone> called;
  std::promise<HttpDone> forgotten;
  auto started =
      HttpServer::Start(options_, [&](HttpRequest request, HttpDone done) {
        auto& keep = request.target == "/called" ? called : forgotten;
        keep.set_value(std::move(done));
      });
  ASSERT_TRUE(started.ok()) << started.status();
  RawClient first((*started)->port());
  first.Send("GET /called HTTP/1.1\r\nHost: x\r\n\r\n");
  RawClient second((*started)->port());
  second.Send("GET /forgotten HTTP/1.1\r\nHost: x\r\n\r\n");
  const HttpDone done = called.get_future().get();
  const HttpDone other = forgotten.get_future().get();
  started->reset();
  EXPECT_THAT(first.ReadAll(), IsEmpty());
  EXPECT_THAT(second.ReadAll(), IsEmpty());
  done(HttpResponse());
}

}  // namespace
}  // namespace broadsheet
