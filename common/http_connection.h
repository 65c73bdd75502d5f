#ifndef BROADSHEET_COMMON_HTTP_CONNECTION_H_
#define BROADSHEET_COMMON_HTTP_CONNECTION_H_

// One HTTP/1.1 connection. Internal to http_server.cc: includes Beast.

#include <atomic>
#include <memory>
#include <utility>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "common/http_server.h"

namespace broadsheet {

// What the connections of a server share; outlives them all.
struct HttpShared {
  HttpServerOptions options;
  HttpHandler handler;
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
