#ifndef BROADSHEET_GATEWAY_HTTP_ROUTER_H_
#define BROADSHEET_GATEWAY_HTTP_ROUTER_H_

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/executor.h"
#include "common/http_server.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "gateway/http/cors.h"
#include "gateway/http/http_call.h"
#include "gateway/http/origin.h"
#include "gateway/http/page_cache.h"
#include "gateway/http/rate_limiter.h"
#include "gateway/http/running_calls.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

using RouteHandler = std::function<HttpResponse(HttpCall& call)>;
// Begins an answer without waiting for it: `done` is called once, from any
// thread. Must not block.
using RouteStarter =
    std::function<void(std::shared_ptr<HttpCall> call, HttpDone done)>;

// Finds the handler of a request and runs it on an executor, as the client's
// identity, after the checks that every request must pass:
// - Host is an allowed one (421), Origin or Sec-Fetch-Site of writes is our own
//   (403), a write whose credential is the cookie carries the CSRF token (403);
// - an unknown token is 401, an ill-formed target or form 400, no route 404,
//   another method 405 with Allow, a full queue 503 with Retry-After;
// - a reader, or an address without a reader, that asks too often is 429 with
//   Retry-After. The operator and the loopback address are not limited.
// Every answer gets the security headers and X-Request-Id, and what delivery.h
// does. Errors made here are JSON where programs ask (/api/, /feeds/, /mcp),
// and otherwise what the error page makes of them. Add routes before the first
// Handle; Handle is thread-safe.
class Router {
 public:
  struct Options {
    OriginPolicy origins = OriginPolicy();
    CorsPolicy cors = CorsPolicy();
    // Null: nobody is limited. Must outlive the router.
    RateLimiter* limiter = nullptr;
    // Answers for strangers; null: none are kept. Must outlive the router.
    PageCache* cache = nullptr;
    // Proxies whose X-Forwarded-For is believed, separated by commas.
    std::string proxies = "127.0.0.1,::1";
    // For one request, all calls to other houses included.
    absl::Duration time_limit = absl::Seconds(30);
    // Of AddStarted's routes, at the same time; the next get 503. Half of what
    // waits at a recommender at most, for pages ask it, too.
    size_t most_started = 512;
  };
  // Makes the page of an error: status and a sentence for people.
  using ErrorPage = std::function<HttpResponse(const HttpCall& call, int status,
                                               const std::string& message)>;

  // All must outlive this.
  Router(Options options, Authenticator* authenticator, Executor* executor,
         Metrics* metrics, const Logger* log);
  ~Router();

  // `pattern` is made of segments: "papers", "{day}" (one segment) and at most
  // one "{id...}" (one or more, joined by "/"), which may have a suffix in its
  // segment: "/papers/{id...}.md". Segments may follow it:
  // "/api/papers/{id...}/vote". A segment's text beats "{day}", which beats
  // "{id...}". GET also answers HEAD. `pattern` is the metrics' label. With
  // `accept` ("text/markdown") the route is only for requests whose Accept
  // names that type, and comes before the one for all.
  void Add(const std::string& method, const std::string& pattern,
           RouteHandler handler, const std::string& accept = "");
  // The same for a route that holds no thread: it begins on the thread of
  // Handle, unless its body is large or storage must be asked who it is that
  // asks.
  void AddStarted(const std::string& method, const std::string& pattern,
                  RouteStarter starter);
  void SetErrorPage(ErrorPage page);

  // What was answered since the start: how many requests, and the seconds that
  // their handlers took together.
  struct Traffic {
    int64_t requests;
    double seconds;
  };
  Traffic traffic() const;

  // An HttpHandler: never blocks, calls `done` exactly once.
  void Handle(HttpRequest request, HttpDone done);

  // Cancels what was begun and has no answer yet, and waits for its end. Call
  // when nothing calls Handle any more.
  void Stop();

 private:
  struct Route;
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;
  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string> variables;
    // Methods that the path takes, when not the request's.
    std::vector<std::string> allowed;
  };

  // The kept answer, made fit for this request; nothing when its address has
  // asked too often.
  std::optional<HttpResponse> Kept(const HttpRequest& request,
                                   const HttpResponse& answer) const;
  // An answer when the request cannot be served; else `match` is its route.
  std::optional<HttpResponse> Open(HttpCall& call, Match* match) const;
  absl::Status ParseTarget(HttpCall& call,
                           std::vector<std::string>* segments) const;
  Match Find(const HttpRequest& request,
             const std::vector<std::string>& segments) const;
  HttpResponse NoRoute(const HttpCall& call, const Match& match) const;
  void AddRoute(std::unique_ptr<Route> route);
  // From its admission to its answer.
  using Admission = std::function<absl::Status(HttpCall& call)>;
  void Run(const FlightPtr& flight, const Admission& admit) const;
  // An answer to who may not come in.
  std::optional<HttpResponse> Enter(Flight* flight,
                                    const Admission& admit) const;
  void Begin(const FlightPtr& flight) const;
  HttpResponse Guarded(const Flight& flight,
                       const std::function<HttpResponse()>& make) const;
  HttpResponse Failed(const Flight& flight, const std::exception& error) const;
  HttpResponse Complete(const Flight& flight, HttpResponse response) const;
  HttpResponse Busy(const HttpCall& call) const;
  HttpResponse Error(const HttpCall& call, const absl::Status& status) const;
  HttpResponse Error(const HttpCall& call, int status,
                     const std::string& message) const;
  void Finish(const HttpCall& call, const Match& match,
              HttpResponse* response) const;

  const Options options_;
  Authenticator* const authenticator_;
  Executor* const executor_;
  Metrics* const metrics_;
  const Logger* const log_;
  Metrics::Counter* const kept_answers_;
  ErrorPage error_page_;
  mutable RunningCalls running_;
  mutable std::atomic<int64_t> answered_ = 0;
  mutable std::atomic<int64_t> busy_micros_ = 0;
  std::vector<std::unique_ptr<Route>> routes_;  // The most specific first.
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_ROUTER_H_
