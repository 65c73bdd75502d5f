#include "tests/faults/link.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/basic_socket_acceptor.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/generic/stream_protocol.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"

namespace broadsheet::faults {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Socket = Protocol::socket;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr size_t kChunk = 16 << 10;

// The two sockets of one connection.
struct Pair {
  Pair(Socket from_client, asio::io_context& io)
      : client(std::move(from_client)), server(io) {}

  void Close() {
    error_code ignored;
    client.close(ignored);
    server.close(ignored);
  }

  void Reset() {
    error_code ignored;
    client.set_option(asio::socket_base::linger(true, 0), ignored);
    server.set_option(asio::socket_base::linger(true, 0), ignored);
    Close();
  }

  Socket client;
  Socket server;
  // The client was told the end of a stream that has not ended.
  bool half_closed = false;
};

}  // namespace

// Everything but `mode_` is only touched on the hub's thread.
class Link::Impl : public std::enable_shared_from_this<Link::Impl> {
 public:
  Impl(asio::io_context& io, const Protocol::endpoint& listen,
       Protocol::endpoint upstream)
      : io_(io),
        acceptor_(io),
        changed_(io, asio::steady_timer::time_point::max()),
        upstream_(std::move(upstream)) {
    acceptor_.open(listen.protocol());
    acceptor_.bind(listen);
    acceptor_.listen();
  }

  Protocol::endpoint local() const { return acceptor_.local_endpoint(); }
  LinkMode mode() const { return mode_; }
  asio::io_context& io() { return io_; }

  void Start() { asio::co_spawn(io_, Accept(shared_from_this()), kDetached); }

  void Apply(LinkMode mode, absl::Duration delay) {
    mode_ = mode;
    delay_ = delay;
    changed_.cancel();
    for (const auto& weak : pairs_) {
      const auto pair = weak.lock();
      if (pair == nullptr) continue;
      if (mode == LinkMode::kCut) pair->Reset();
      if (mode == LinkMode::kHalfClose) HalfClose(pair.get());
    }
  }

  void Close() {
    error_code ignored;
    acceptor_.close(ignored);
    Apply(LinkMode::kCut, absl::ZeroDuration());
  }

 private:
  using Self = std::shared_ptr<Impl>;
  static constexpr asio::detached_t kDetached{};

  static void HalfClose(Pair* pair) {
    error_code ignored;
    pair->half_closed = true;
    pair->client.shutdown(Socket::shutdown_send, ignored);
  }

  // `self` keeps this alive for as long as the coroutine runs.
  asio::awaitable<void> Accept(Self self) {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(kToken);
      if (error == asio::error::operation_aborted) co_return;
      if (error) continue;
      const auto pair = std::make_shared<Pair>(std::move(socket), io_);
      if (mode_ == LinkMode::kCut) {
        pair->Reset();
        continue;
      }
      std::erase_if(pairs_, [](const auto& weak) { return weak.expired(); });
      pairs_.push_back(pair);
      asio::co_spawn(io_, Join(self, pair), kDetached);
    }
  }

  asio::awaitable<void> Join(Self self, std::shared_ptr<Pair> pair) {
    co_await Admit();
    auto [error] = co_await pair->server.async_connect(upstream_, kToken);
    if (error || mode_ == LinkMode::kCut) {
      pair->Reset();
      co_return;
    }
    NoDelay(&pair->client);
    NoDelay(&pair->server);
    asio::co_spawn(io_, Pump(self, pair, &pair->server, &pair->client),
                   kDetached);
    co_await Pump(self, pair, &pair->client, &pair->server);
  }

  // Fails on unix sockets, which have no such option.
  static void NoDelay(Socket* socket) {
    error_code ignored;
    socket->set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  asio::awaitable<void> Pump(Self /*self*/, std::shared_ptr<Pair> pair,
                             Socket* from, Socket* to) {
    std::array<char, kChunk> chunk;
    while (true) {
      auto [error, size] =
          co_await from->async_read_some(asio::buffer(chunk), kToken);
      if (error == asio::error::eof) {
        error_code ignored;
        co_await Admit();
        to->shutdown(Socket::shutdown_send, ignored);
        co_return;
      }
      if (error) break;
      co_await Admit();
      if (pair->half_closed && to == &pair->client) continue;  // Swallowed.
      auto [write_error, written] =
          co_await asio::async_write(*to, asio::buffer(chunk, size), kToken);
      if (write_error) break;
    }
    pair->Close();
  }

  // Waits for as long as the mode keeps bytes back.
  asio::awaitable<void> Admit() {
    while (mode_ == LinkMode::kStall) {
      co_await changed_.async_wait(kToken);
    }
    if (mode_ == LinkMode::kDelay) {
      asio::steady_timer timer(io_, absl::ToChronoMicroseconds(delay_));
      co_await timer.async_wait(kToken);
    }
  }

  asio::io_context& io_;
  Acceptor acceptor_;
  asio::steady_timer changed_;  // Cancelled whenever the mode changes.
  const Protocol::endpoint upstream_;
  std::vector<std::weak_ptr<Pair>> pairs_;
  std::atomic<LinkMode> mode_{LinkMode::kPass};
  absl::Duration delay_;
};

Link::Link(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {
  impl_->Start();
}

Link::~Link() {
  asio::post(impl_->io(), [impl = impl_] { impl->Close(); });
}

int Link::port() const {
  const Protocol::endpoint local = impl_->local();
  asio::ip::tcp::endpoint tcp;
  std::copy_n(static_cast<const char*>(static_cast<const void*>(local.data())),
              std::min(local.size(), tcp.capacity()),
              static_cast<char*>(static_cast<void*>(tcp.data())));
  return tcp.port();
}

std::string Link::address() const { return absl::StrCat("127.0.0.1:", port()); }

void Link::Set(LinkMode mode, absl::Duration delay) {
  std::promise<void> done;
  asio::post(impl_->io(), [&] {
    impl_->Apply(mode, delay);
    done.set_value();
  });
  done.get_future().wait();
}

LinkMode Link::mode() const { return impl_->mode(); }

struct LinkHub::Loop {
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work =
      asio::make_work_guard(io);
  std::thread thread{[this] { io.run(); }};
};

LinkHub::LinkHub() : loop_(std::make_unique<Loop>()) {}

LinkHub::~LinkHub() {
  loop_->io.stop();
  loop_->thread.join();
}

std::unique_ptr<Link> LinkHub::Tcp(int upstream_port) {
  const auto host = asio::ip::address_v4::loopback();
  const auto upstream = static_cast<uint16_t>(upstream_port);
  return std::unique_ptr<Link>(new Link(
      std::make_shared<Link::Impl>(loop_->io, asio::ip::tcp::endpoint(host, 0),
                                   asio::ip::tcp::endpoint(host, upstream))));
}

std::unique_ptr<Link> LinkHub::Unix(const std::string& path,
                                    const std::string& upstream_path) {
  return std::unique_ptr<Link>(new Link(std::make_shared<Link::Impl>(
      loop_->io, asio::local::stream_protocol::endpoint(path),
      asio::local::stream_protocol::endpoint(upstream_path))));
}

}  // namespace broadsheet::faults
