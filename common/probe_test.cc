#include "common/probe.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/http_server.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

// Answers every request for /readyz with `status`; anything else with 404.
std::unique_ptr<HttpServer> StartServer(int status) {
  HttpServerOptions options;
  options.listen = "0.0.0.0:0";
  auto server =
      HttpServer::Start(options, [status](HttpRequest request, auto done) {
        done(HttpResponse{
            request.target == "/readyz" ? status : 404, {}, "text\n"});
      });
  return server.ok() ? *std::move(server) : nullptr;
}

absl::Status Probe(const HttpServer& server, const std::string& host) {
  return ProbeReady(absl::StrCat(host, ":", server.port()), absl::Seconds(5));
}

TEST(ProbeTest, AReadyServiceIsReadyUnderEveryNameOfThisHost) {
  const auto server = StartServer(200);
  ASSERT_NE(server, nullptr);
  for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0"}) {
    EXPECT_TRUE(Probe(*server, host).ok()) << host;
  }
}

TEST(ProbeTest, AServiceThatSaysItIsNotReadyIsNot) {
  const auto server = StartServer(503);
  ASSERT_NE(server, nullptr);
  const absl::Status status = Probe(*server, "127.0.0.1");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_NE(status.message().find("HTTP 503"), std::string::npos) << status;
}

TEST(ProbeTest, AServiceThatDoesNotRunIsNotReady) {
  auto server = StartServer(200);
  ASSERT_NE(server, nullptr);
  const std::string address = absl::StrCat("127.0.0.1:", server->port());
  server.reset();
  EXPECT_TRUE(absl::IsUnavailable(ProbeReady(address, absl::Seconds(5))));
}

TEST(ProbeTest, AServiceThatNeverAnswersIsNotReady) {
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  HttpDone kept;
  auto server = HttpServer::Start(
      options, [&kept](HttpRequest, auto done) { kept = std::move(done); });
  ASSERT_TRUE(server.ok()) << server.status();
  const std::string address = absl::StrCat("127.0.0.1:", (*server)->port());
  EXPECT_TRUE(absl::IsUnavailable(ProbeReady(address, absl::Milliseconds(50))));
}

TEST(ProbeTest, AnAddressWithoutAPortIsAnError) {
  EXPECT_TRUE(
      absl::IsInvalidArgument(ProbeReady("localhost", absl::Seconds(1))));
}

}  // namespace
}  // namespace broadsheet
