#ifndef BROADSHEET_COMMON_HTTP_CONNECTION_H_
#define BROADSHEET_COMMON_HTTP_CONNECTION_H_

// One HTTP/1.1 connection. Internal to http_server.cc: includes Beast.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "common/http_server.h"

namespace broadsheet {

// The connections that wait for their handler's answer. A handler may keep its
// `done` for longer than the server lives: it holds a number here, and not the
// connection, which the server takes along when it goes. Thread-safe.
class PendingAnswers {
 public:
  // `resume` takes the answer on any thread, without running the connection.
  // Calling the result resumes at most once; letting go of it uncalled ends the
  // connection.
  static HttpDone Wait(const std::shared_ptr<PendingAnswers>& answers,
                       HttpDone resume);

  // Ends all connections that wait. Answers that still come go nowhere.
  void EndAll();

 private:
  class Ticket;
  int64_t Add(HttpDone resume);
  void Answer(int64_t number, HttpAnswer answer);
  void End(int64_t number);

  // Also held while `resume` is called or destroyed: both need the server's
  // io_context, which goes after EndAll.
  std::mutex mu_;
  int64_t last_ = 0;                     // GUARDED_BY(mu_)
  std::map<int64_t, HttpDone> waiting_;  // Likewise.
};

// What the connections of a server share; outlives them all.
struct HttpShared {
  HttpServerOptions options;
  HttpHandler handler;
  const std::shared_ptr<PendingAnswers> answers =
      std::make_shared<PendingAnswers>();
  std::atomic<int> connections{0};
  // Requests between their first byte and the end of their answer.
  std::atomic<int> requests{0};
  std::atomic<bool> draining{false};
};

// Serves requests of `socket` until it closes, errs, idles or drains.
boost::asio::awaitable<void> ServeHttpConnection(
    std::shared_ptr<HttpShared> shared, boost::asio::ip::tcp::socket socket);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_CONNECTION_H_
