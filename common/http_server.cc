#include "common/http_server.h"

#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/strand.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "common/errors.h"
#include "common/host_port.h"
#include "common/http_connection.h"

namespace broadsheet {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

absl::StatusOr<tcp::endpoint> Resolve(asio::io_context& io,
                                      const std::string& listen) {
  const auto at = SplitHostPort("listen", listen);
  if (!at.ok()) return at.status();
  error_code error;
  const auto found = tcp::resolver(io).resolve(at->host, at->port,
                                               tcp::resolver::passive, error);
  if (error || found.empty()) {
    return InvalidField("listen", absl::StrCat("cannot be resolved: ", listen,
                                               ": ", error.message()));
  }
  return found.begin()->endpoint();
}

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, AsAbsl(name))) return value;
  }
  return {};
}

class HttpServer::Impl {
 public:
  Impl(const HttpServerOptions& options, HttpHandler handler)
      : shared_(std::make_shared<HttpShared>()),
        acceptor_(asio::make_strand(io_)) {
    shared_->options = options;
    shared_->handler = std::move(handler);
  }

  ~Impl() {
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
    shared_->answers->EndAll();
  }

  absl::Status Listen() {
    auto endpoint = Resolve(io_, shared_->options.listen);
    if (!endpoint.ok()) return endpoint.status();
    error_code error;
    acceptor_.open(endpoint->protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(*endpoint, error);
    if (!error)
      acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return absl::OkStatus();
    return MakeError(
        absl::StatusCode::kUnavailable, "ADDRESS_TAKEN",
        absl::StrCat("cannot listen on ", shared_->options.listen, ": ",
                     error.message(), "; is another process using the port?"));
  }

  void Start() {
    asio::co_spawn(acceptor_.get_executor(), Accept(), asio::detached);
    for (int i = 0; i < shared_->options.threads; ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
  }

  void Drain(absl::Duration limit) {
    shared_->draining = true;
    std::promise<void> closed;
    asio::post(acceptor_.get_executor(), [this, &closed] {
      error_code ignored;
      acceptor_.close(ignored);
      closed.set_value();
    });
    closed.get_future().wait();
    const absl::Time end = absl::Now() + limit;
    while (shared_->requests > 0 && absl::Now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    io_.stop();
  }

  int port() const { return acceptor_port_; }
  int connections() const { return shared_->connections; }
  void KeepPort() { acceptor_port_ = acceptor_.local_endpoint().port(); }

 private:
  asio::awaitable<void> Accept() {
    constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
      tcp::socket socket(asio::make_strand(io_));
      auto [error] = co_await acceptor_.async_accept(socket, kToken);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        // Out of file descriptors, most likely: do not spin.
        pause.expires_after(std::chrono::milliseconds(20));
        auto [waited] = co_await pause.async_wait(kToken);
        if (waited) co_return;
        continue;
      }
      if (shared_->connections >= shared_->options.max_connections) continue;
      auto executor = socket.get_executor();
      asio::co_spawn(executor, ServeHttpConnection(shared_, std::move(socket)),
                     asio::detached);
    }
  }

  std::shared_ptr<HttpShared> shared_;
  asio::io_context io_;
  tcp::acceptor acceptor_;
  int acceptor_port_ = 0;
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpServerOptions& options, HttpHandler handler) {
  auto impl = std::make_shared<Impl>(options, std::move(handler));
  if (absl::Status status = impl->Listen(); !status.ok()) return status;
  impl->KeepPort();
  impl->Start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

int HttpServer::port() const { return impl_->port(); }
int HttpServer::connections() const { return impl_->connections(); }
void HttpServer::Drain(absl::Duration limit) { impl_->Drain(limit); }

}  // namespace broadsheet
