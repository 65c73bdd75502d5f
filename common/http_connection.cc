#include "common/http_connection.h"

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http.hpp"

namespace broadsheet {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
using Parser = http::request_parser<http::string_body>;

// Counts something for as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<int>* count) : count_(count) { ++*count_; }
  ~Counted() { --*count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::atomic<int>* count_;
};

HttpResponse PlainError(int status, const std::string& text) {
  return {status,
          {{"Content-Type", "text/plain; charset=utf-8"},
           {"X-Content-Type-Options", "nosniff"}},
          text + "\n"};
}

// The answer to bytes that are not an acceptable request; nothing for a
// connection that merely ended.
std::optional<HttpResponse> AnswerTo(const error_code& error) {
  if (error == http::error::header_limit) {
    return PlainError(431, "the request's headers are too large");
  }
  if (error == http::error::body_limit) {
    return PlainError(413, "the request's body is too large");
  }
  const bool malformed =
      error.category() ==
      http::make_error_code(http::error::bad_method).category();
  if (!malformed || error == http::error::end_of_stream ||
      error == http::error::partial_message) {
    return std::nullopt;
  }
  return PlainError(400, absl::StrCat("malformed request: ", error.message()));
}

HttpRequest ToRequest(const Parser& parser, const std::string& peer) {
  const auto& message = parser.get();
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.body = message.body();
  request.peer = peer;
  for (const auto& field : message) {
    request.headers.emplace_back(std::string(field.name_string()),
                                 std::string(field.value()));
  }
  return request;
}

template <class Message>
void FillHead(const HttpResponse& response, bool keep_alive, Message* message) {
  message->result(static_cast<unsigned>(response.status));
  message->version(11);
  for (const auto& [name, value] : response.headers) {
    message->insert(name, value);
  }
  message->set(http::field::date,
               absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(),
                                absl::UTCTimeZone()));
  message->keep_alive(keep_alive);
}

class Connection {
 public:
  Connection(std::shared_ptr<HttpShared> shared, asio::ip::tcp::socket socket)
      : shared_(std::move(shared)), stream_(std::move(socket)) {
    error_code error;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), error);
    const auto peer = stream_.socket().remote_endpoint(error);
    if (!error) {
      peer_ = absl::StrCat(peer.address().to_string(), ":", peer.port());
    }
  }

  asio::awaitable<void> Serve() {
    const int limit = shared_->options.max_requests_per_connection;
    for (int served = 1; co_await WaitForBytes(); ++served) {
      Counted running(&shared_->requests);
      const bool last = served >= limit;
      const bool go_on = co_await ServeOne(last);
      if (!go_on) break;
    }
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

 private:
  // False when the connection ended or idled too long.
  asio::awaitable<bool> WaitForBytes() {
    if (buffer_.size() > 0) co_return true;
    Expire(shared_->options.idle_timeout);
    auto [error, size] =
        co_await stream_.async_read_some(buffer_.prepare(4096), kToken);
    buffer_.commit(size);
    co_return !error;
  }

  // Reads a request and answers it; false when the connection must close.
  asio::awaitable<bool> ServeOne(bool last) {
    Parser parser;
    parser.header_limit(
        static_cast<uint32_t>(shared_->options.max_header_bytes));
    parser.body_limit(shared_->options.max_body_bytes);
    Expire(shared_->options.read_timeout);
    const error_code error = co_await ReadRequest(&parser);
    if (error) {
      if (auto answer = AnswerTo(error)) co_await Write(*answer, false, false);
      co_return false;
    }
    const bool head = parser.get().method() == http::verb::head;
    HttpResponse response = co_await CallHandler(ToRequest(parser, peer_));
    const bool keep = parser.get().keep_alive() && !last && !shared_->draining;
    co_return co_await Write(response, keep, head) && keep;
  }

  asio::awaitable<error_code> ReadRequest(Parser* parser) {
    auto [error, size] =
        co_await http::async_read_header(stream_, buffer_, *parser, kToken);
    if (error) co_return error;
    if (beast::iequals(parser->get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on{http::status::continue_, 11};
      co_await http::async_write(stream_, go_on, kToken);
    }
    auto [body_error, body_size] =
        co_await http::async_read(stream_, buffer_, *parser, kToken);
    co_return body_error;
  }

  // Suspends until the handler's `done` was called, on whatever thread.
  asio::awaitable<HttpResponse> CallHandler(HttpRequest request) {
    stream_.expires_never();
    auto executor = stream_.get_executor();
    auto initiate = [this, executor](auto completion, HttpRequest input) {
      auto resume =
          std::make_shared<decltype(completion)>(std::move(completion));
      auto post = [executor, resume](HttpAnswer answer) {
        asio::post(executor, [resume, answer = std::move(answer)]() mutable {
          (*resume)(std::move(answer).Take());
        });
      };
      shared_->handler(std::move(input),
                       PendingAnswers::Wait(shared_->answers, std::move(post)));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                            void(HttpResponse)>(
        initiate, asio::use_awaitable, std::move(request));
  }

  asio::awaitable<bool> Write(const HttpResponse& response, bool keep_alive,
                              bool head) {
    Expire(shared_->options.write_timeout);
    if (head) {
      http::response<http::empty_body> message;
      FillHead(response, keep_alive, &message);
      message.content_length(response.body.size());
      auto [error, size] = co_await http::async_write(stream_, message, kToken);
      co_return !error;
    }
    http::response<http::span_body<const char>> message;
    FillHead(response, keep_alive, &message);
    message.body() = {response.body.data(), response.body.size()};
    if (response.status != 304 && response.status != 204) {
      message.content_length(response.body.size());
    }
    auto [error, size] = co_await http::async_write(stream_, message, kToken);
    co_return !error;
  }

  void Expire(absl::Duration limit) {
    stream_.expires_after(absl::ToChronoMilliseconds(limit));
  }

  std::shared_ptr<HttpShared> shared_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::string peer_;
};

}  // namespace

// Ends the connection when the last copy of its `done` goes.
class PendingAnswers::Ticket {
 public:
  Ticket(std::shared_ptr<PendingAnswers> answers, HttpDone resume)
      : answers_(std::move(answers)),
        number_(answers_->Add(std::move(resume))) {}
  ~Ticket() { answers_->End(number_); }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void Answer(HttpAnswer answer) {
    answers_->Answer(number_, std::move(answer));
  }

 private:
  const std::shared_ptr<PendingAnswers> answers_;
  const int64_t number_;
};

HttpDone PendingAnswers::Wait(const std::shared_ptr<PendingAnswers>& answers,
                              HttpDone resume) {
  auto ticket = std::make_shared<Ticket>(answers, std::move(resume));
  return [ticket](HttpAnswer answer) { ticket->Answer(std::move(answer)); };
}

void PendingAnswers::EndAll() {
  std::lock_guard lock(mu_);
  waiting_.clear();
}

int64_t PendingAnswers::Add(HttpDone resume) {
  std::lock_guard lock(mu_);
  waiting_.emplace(++last_, std::move(resume));
  return last_;
}

void PendingAnswers::Answer(int64_t number, HttpAnswer answer) {
  std::lock_guard lock(mu_);
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return;
  found->second(std::move(answer));
  waiting_.erase(found);
}

void PendingAnswers::End(int64_t number) {
  std::lock_guard lock(mu_);
  waiting_.erase(number);
}

asio::awaitable<void> ServeHttpConnection(std::shared_ptr<HttpShared> shared,
                                          asio::ip::tcp::socket socket) {
  Counted open(&shared->connections);
  Connection connection(shared, std::move(socket));
  co_await connection.Serve();
}

}  // namespace broadsheet
