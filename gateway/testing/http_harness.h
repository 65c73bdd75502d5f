#ifndef BROADSHEET_GATEWAY_TESTING_HTTP_HARNESS_H_
#define BROADSHEET_GATEWAY_TESTING_HTTP_HARNESS_H_

#include <future>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "common/clock.h"
#include "common/executor.h"
#include "gateway/http/router.h"
#include "gateway/testing/memory_backend.h"

namespace broadsheet::gateway {

inline constexpr char kOperatorToken[] = "an operator's token";
inline constexpr char kAliceToken[] = "bs_alice";

// A router with everything behind it, without sockets. Alice is a reader.
class HttpHarness {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit HttpHarness(Router::Options options = Router::Options(),
                       size_t queue = 100)
      : authenticator({kOperatorToken, "a secret"}, &backend, &clock),
        executor(2, queue),
        router(std::move(options), &authenticator, &executor, &metrics, &log) {
    backend.tokens[HashToken(kAliceToken)] = "alice";
  }
  ~HttpHarness() {
    executor.Stop();
    router.Stop();
  }

  // The answer; a Host header is added when `headers` have none.
  HttpResponse Send(const std::string& method, const std::string& target,
                    Headers headers = {}, std::string body = "") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.headers = std::move(headers);
    if (request.Header("host").empty()) {
      request.headers.emplace_back("Host", "localhost:8080");
    }
    request.body = std::move(body);
    request.peer = "127.0.0.1:5000";
    std::promise<HttpResponse> answer;
    router.Handle(std::move(request), [&answer](HttpAnswer given) {
      answer.set_value(std::move(given).Take());
    });
    return answer.get_future().get();
  }
  HttpResponse Get(const std::string& target, Headers headers = {}) {
    return Send("GET", target, std::move(headers));
  }

  FakeClock clock{absl::FromUnixSeconds(1795392000)};
  MemoryBackend backend;
  Metrics metrics;
  Logger log{"test", "error"};
  Authenticator authenticator;
  Executor executor;
  Router router;
};

// The first header of that name; empty when there is none.
inline std::string HeaderOf(const HttpResponse& response,
                            const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

inline std::pair<std::string, std::string> Bearer(const std::string& token) {
  return {"Authorization", "Bearer " + token};
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_TESTING_HTTP_HARNESS_H_
