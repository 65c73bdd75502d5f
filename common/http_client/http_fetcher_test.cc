#include "common/http_client/http_fetcher.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using ::testing::HasSubstr;

class HttpFetcherTest : public ::testing::Test {
 protected:
  void Serve(std::function<HttpResponse(const HttpRequest&)> handler) {
    server_ = *HttpServer::Start(
        {.listen = "127.0.0.1:0"},
        [handler](HttpRequest request, std::function<void(HttpResponse)> done) {
          done(handler(request));
        });
  }

  std::string Url(const std::string& path) {
    return absl::StrCat("http://127.0.0.1:", server_->port(), path);
  }

  absl::StatusOr<HttpPage> Get(const std::string& url) {
    return MakeCurlFetcher(options_)->Get(call_, url);
  }

  CurlOptions options_ = {.user_agent = "Broadsheet (test)",
                          .allow_private = true,
                          .max_body_bytes = 1000};
  CallContext call_;
  std::vector<std::function<void(HttpResponse)>> unanswered_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpFetcherTest, GetsPagesOfAnyStatus) {
  Serve([](const HttpRequest& request) {
    return HttpResponse{
        .status = 503,
        .headers = {{"Retry-After", "7"}},
        .body = absl::StrCat(request.target, " ",
                             std::string(request.Header("User-Agent")))};
  });
  const auto page = Get(Url("/oai?verb=x"));
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->status, 503);
  EXPECT_EQ(page->retry_after, "7");
  EXPECT_EQ(page->body, "/oai?verb=x Broadsheet (test)");
}

TEST_F(HttpFetcherTest, FollowsRedirects) {
  Serve([](const HttpRequest& request) {
    if (request.target == "/new") return HttpResponse{.body = "here"};
    return HttpResponse{
        .status = 301, .headers = {{"Location", "/new"}}, .body = "moved"};
  });
  EXPECT_EQ(Get(Url("/old"))->body, "here");
}

TEST_F(HttpFetcherTest, AnswersARedirectWhenItIsNotToBeFollowed) {
  Serve([](const HttpRequest&) {
    return HttpResponse{.status = 301, .headers = {{"Location", "/new?a=b"}}};
  });
  const auto page = MakeCurlFetcher(options_)->Ask(
      call_, {.url = Url("/old"), .follow = false});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->status, 301);
  EXPECT_EQ(page->location, Url("/new?a=b"));
}

TEST_F(HttpFetcherTest, AsksOnlyForWhatHasChanged) {
  Serve([](const HttpRequest& request) {
    if (request.Header("If-None-Match") == "\"v1\"" &&
        request.Header("If-Modified-Since") ==
            "Mon, 23 Nov 2026 10:30:00 GMT") {
      return HttpResponse{.status = 304, .headers = {{"ETag", "\"v1\""}}};
    }
    return HttpResponse{
        .headers = {{"ETag", "\"v1\""},
                    {"Last-Modified", "Mon, 23 Nov 2026 10:30:00 GMT"}},
        .body = "page"};
  });
  const auto fetcher = MakeCurlFetcher(options_);
  const auto page = fetcher->Ask(call_, {.url = Url("/")});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->body, "page");
  const auto again =
      fetcher->Ask(call_, {.url = Url("/"),
                           .etag = page->etag,
                           .last_modified = page->last_modified});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->status, 304);
  EXPECT_EQ(again->etag, "\"v1\"");
}

TEST_F(HttpFetcherTest, SendsNoHeaderThatWouldBeTwo) {
  Serve([](const HttpRequest& request) {
    return HttpResponse{.body = std::string(request.Header("X-Evil"))};
  });
  const auto page = MakeCurlFetcher(options_)->Ask(
      call_, {.url = Url("/"), .etag = "a\r\nX-Evil: yes"});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->body, "");
}

// The last byte of an IPv4 address.
int LastByte(const sockaddr& address) {
  sockaddr_in ipv4;
  std::memcpy(&ipv4, &address, sizeof(ipv4));
  return static_cast<int>(ntohl(ipv4.sin_addr.s_addr) & 0xff);
}

TEST_F(HttpFetcherTest, DoesNotFollowARedirectToAPrivateAddress) {
  Serve([this](const HttpRequest&) {
    return HttpResponse{
        .status = 302,
        .headers = {{"Location", absl::StrCat("http://127.0.0.2:",
                                              server_->port(), "/secret")}}};
  });
  options_.allow_private = false;
  options_.is_public = [](const sockaddr& address) {
    return LastByte(address) == 1;
  };
  EXPECT_EQ(Get(Url("/")).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(HttpFetcherTest, LooksAtTheAddressOfANameWithEachConnection) {
  Serve([](const HttpRequest&) { return HttpResponse{.body = "page"}; });
  options_.allow_private = false;
  bool moved = false;
  options_.is_public = [&moved](const sockaddr&) { return !moved; };
  const auto fetcher = MakeCurlFetcher(options_);
  const std::string url =
      absl::StrCat("http://localhost:", server_->port(), "/");
  EXPECT_TRUE(fetcher->Get(call_, url).ok());
  moved = true;
  EXPECT_EQ(fetcher->Get(call_, url).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(HttpFetcherTest, DoesNotFollowARedirectToAFile) {
  Serve([](const HttpRequest&) {
    return HttpResponse{.status = 302,
                        .headers = {{"Location", "file:///etc/passwd"}}};
  });
  EXPECT_EQ(Get(Url("/")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HttpFetcherTest, EndsARedirectLoop) {
  Serve([](const HttpRequest&) {
    return HttpResponse{.status = 302, .headers = {{"Location", "/"}}};
  });
  EXPECT_EQ(Get(Url("/")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HttpFetcherTest, RefusesPrivateAddressesWhateverTheirName) {
  Serve([](const HttpRequest&) { return HttpResponse{.body = "secret"}; });
  options_.allow_private = false;
  for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0"}) {
    const auto page =
        Get(absl::StrCat("http://", host, ":", server_->port(), "/"));
    EXPECT_EQ(page.status().code(), absl::StatusCode::kPermissionDenied)
        << host;
  }
}

TEST_F(HttpFetcherTest, RefusesPagesThatAreTooLarge) {
  Serve([](const HttpRequest&) {
    return HttpResponse{.body = std::string(1001, 'x')};
  });
  const auto page = Get(Url("/"));
  EXPECT_EQ(page.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(page.status().message()),
              HasSubstr("more than 1,000 bytes"));
}

TEST_F(HttpFetcherTest, IsUnavailableWhenNobodyAnswers) {
  Serve([](const HttpRequest&) { return HttpResponse{}; });
  const std::string url = Url("/");
  server_.reset();
  EXPECT_EQ(Get(url).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(HttpFetcherTest, AsksAgainOverTheConnectionThatItKeeps) {
  Serve([](const HttpRequest& request) {
    return HttpResponse{.body = request.peer};
  });
  const std::string fresh = Get(Url("/"))->body;
  EXPECT_NE(Get(Url("/"))->body, fresh);
  options_.idle_connections = 1;
  const auto fetcher = MakeCurlFetcher(options_);
  const auto posted =
      fetcher->Ask(call_, {.url = Url("/"), .token = "t", .json = "{}"});
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(fetcher->Get(call_, Url("/"))->body, posted->body);
}

TEST_F(HttpFetcherTest, AsksAgainWhenTheConnectionThatItKeptHasEnded) {
  const auto handler = [](const HttpRequest&) {
    return HttpResponse{.body = "page"};
  };
  Serve(handler);
  options_.idle_connections = 1;
  const auto fetcher = MakeCurlFetcher(options_);
  const std::string url = Url("/");
  ASSERT_TRUE(fetcher->Get(call_, url).ok());
  const int port = server_->port();
  server_.reset();
  server_ = *HttpServer::Start(
      {.listen = absl::StrCat("127.0.0.1:", port)},
      [handler](HttpRequest request, std::function<void(HttpResponse)> done) {
        done(handler(request));
      });
  EXPECT_EQ(fetcher->Get(call_, url)->body, "page");
}

TEST_F(HttpFetcherTest, EndsWithItsCallWhenTheServerNeverAnswers) {
  server_ = *HttpServer::Start(
      {.listen = "127.0.0.1:0"},
      [this](HttpRequest, std::function<void(HttpResponse)> done) {
        unanswered_.push_back(std::move(done));
      });
  call_ = CallContext(absl::Now() + absl::Milliseconds(50));
  EXPECT_EQ(Get(Url("/")).status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace broadsheet
