#ifndef BROADSHEET_COMMON_HTTP_SERVER_H_
#define BROADSHEET_COMMON_HTTP_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace broadsheet {

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // As sent: "/papers?q=a%20b"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string peer;  // "127.0.0.1:54321"

  // The first header of that name, any case; empty when there is none.
  std::string_view Header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  // Content-Length, Date, Server and Connection are added.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpServerOptions {
  std::string listen = "127.0.0.1:8080";  // Port 0: any free one.
  int threads = 2;
  size_t max_header_bytes = 16 << 10;
  size_t max_body_bytes = 1 << 20;
  int max_connections = 4096;
  int max_requests_per_connection = 10000;
  absl::Duration idle_timeout = absl::Seconds(60);
  // For the whole of one request, headers and body; likewise for the answer.
  absl::Duration read_timeout = absl::Seconds(15);
  absl::Duration write_timeout = absl::Seconds(30);
};

// An answer, or the work that makes it: who has it cheaply, on a thread that
// others need, leaves the work to the connection's own.
class HttpAnswer {
 public:
  HttpAnswer(HttpResponse response)  // NOLINT(google-explicit-constructor)
      : response_(std::move(response)) {}
  // `make` runs once, on an I/O thread: it must neither block nor throw.
  explicit HttpAnswer(std::function<HttpResponse()> make)
      : make_(std::move(make)) {}

  HttpResponse Take() && { return make_ ? make_() : std::move(response_); }

 private:
  HttpResponse response_;
  std::function<HttpResponse()> make_;
};

// `done` is called exactly once, from any thread; when the server is gone by
// then, nothing happens. The handler itself runs on an I/O thread and must not
// block.
using HttpDone = std::function<void(HttpAnswer)>;
using HttpHandler = std::function<void(HttpRequest request, HttpDone done)>;

// An HTTP/1.1 server. Malformed, oversized and ambiguous requests (two lengths,
// length and chunked) are answered with 4xx and the connection is closed before
// the handler sees them; slow ones are just closed. HEAD is answered like GET
// without the body.
class HttpServer {
 public:
  // UNAVAILABLE when the address is taken: the message names it.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpServerOptions& options, HttpHandler handler);
  // Stops at once.
  ~HttpServer();

  int port() const;
  // Open connections.
  int connections() const;
  // Accepts no more, lets running requests end until `limit`, then stops.
  void Drain(absl::Duration limit);

 private:
  class Impl;
  explicit HttpServer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_SERVER_H_
