#include "gateway/http/router.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "gateway/http/admission.h"
#include "gateway/http/delivery.h"
#include "gateway/http/http_errors.h"
#include "gateway/http/route_pattern.h"
#include "gateway/http/security.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

// A larger body takes milliseconds to read, in which the connection's thread
// would serve nobody else.
constexpr size_t kMostReadAtOnce = 16 << 10;

// The client's request id when it is harmless in logs and headers, else ours.
std::string RequestIdOf(const HttpRequest& request) {
  const std::string given(request.Header("x-request-id"));
  const bool harmless =
      !given.empty() && given.size() <= 64 &&
      std::all_of(given.begin(), given.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
      });
  if (harmless) return given;
  std::string bytes(12, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return absl::BytesToHexString(bytes);
}

// Hands the position that the caller has seen to the handler. Only to callers
// who can write: a stranger could only make lists wait.
void TellPositionSeen(HttpCall& call) {
  if (call.identity.anonymous()) return;
  std::string seen(call.request.Header(kPositionKey));
  if (seen.empty()) seen = call.Cookie(kPositionCookie);
  if (seen.empty()) return;
  call.context =
      CallContext(call.context.deadline(), call.context.request_id(),
                  {{kPositionKey, std::move(seen)},
                   {kPeerAddressKey, call.context.Get(kPeerAddressKey)}},
                  std::make_shared<Cancellation>());
}

// What a method said of its own limits, unless the request met another.
void TellLimits(const CallContext::Metadata& trailers, HttpResponse* response) {
  for (const char* name : {"RateLimit-Limit", "RateLimit-Remaining",
                           "RateLimit-Reset", "Retry-After"}) {
    const auto told = trailers.find(absl::AsciiStrToLower(name));
    const bool there =
        std::any_of(response->headers.begin(), response->headers.end(),
                    [&](const auto& header) { return header.first == name; });
    if (told == trailers.end() || there) continue;
    response->headers.emplace_back(name, told->second);
  }
}

// Who asks there reads JSON rather than a page.
bool IsForPrograms(const HttpCall& call) {
  return absl::StartsWith(call.path, "/api/") ||
         absl::StartsWith(call.path, "/feeds/") || call.path == "/mcp";
}

// The turn of an admitted request, or of one whose token is unknown.
RateLimiter::Verdict TakeTurn(RateLimiter& limiter, const HttpCall& call,
                              const std::string& address, bool claims) {
  if (call.identity.is_operator()) return {};
  if (call.identity.is_reader()) {
    return limiter.Take("reader " + call.identity.reader_id);
  }
  if (claims) limiter.Take("guess " + address);
  return limiter.Take("address " + address);
}

}  // namespace

struct Router::Route {
  std::string method;
  std::string label;
  std::string accept;
  RoutePattern pattern;
  // One of both.
  RouteHandler handler;
  RouteStarter starter;
  Metrics::Histogram* duration = nullptr;

  bool Accepts(const HttpRequest& request) const {
    return accept.empty() ||
           absl::StrContains(AsAbsl(request.Header("accept")), accept);
  }
  bool Before(const Route& other) const {
    if (pattern < other.pattern) return true;
    if (other.pattern < pattern) return false;
    return accept > other.accept;
  }
};

// One request on its way.
struct Router::Flight {
  HttpCall call;
  Match match;
  std::optional<PageCache::Place> place;
  HttpDone done;
  absl::Time began;
  RateLimiter::Verdict verdict;
  std::shared_ptr<void> running;  // Of those that no thread holds.
};

Router::Router(Options options, Authenticator* authenticator,
               Executor* executor, Metrics* metrics, const Logger* log)
    : options_(std::move(options)),
      authenticator_(authenticator),
      executor_(executor),
      metrics_(metrics),
      log_(log),
      kept_answers_(
          &metrics->MakeCounter("http_requests_total", "Requests answered.",
                                {{"route", "kept"}, {"code", "200"}})),
      running_(options_.most_started) {}

Router::~Router() = default;

void Router::Stop() { running_.Stop(); }

void Router::Add(const std::string& method, const std::string& pattern,
                 RouteHandler handler, const std::string& accept) {
  AddRoute(std::make_unique<Route>(Route{method, pattern, accept,
                                         RoutePattern(pattern),
                                         std::move(handler), nullptr}));
}

void Router::AddStarted(const std::string& method, const std::string& pattern,
                        RouteStarter starter) {
  AddRoute(
      std::make_unique<Route>(Route{method, pattern, "", RoutePattern(pattern),
                                    nullptr, std::move(starter)}));
}

void Router::AddRoute(std::unique_ptr<Route> route) {
  route->duration = &metrics_->MakeHistogram("http_request_seconds",
                                             "Time to answer a request.",
                                             {{"route", route->label}});
  const auto at = std::upper_bound(
      routes_.begin(), routes_.end(), route,
      [](const auto& a, const auto& b) { return a->Before(*b); });
  routes_.insert(at, std::move(route));
}

Router::Traffic Router::traffic() const {
  return {answered_, static_cast<double>(busy_micros_) / 1e6};
}

void Router::SetErrorPage(ErrorPage page) { error_page_ = std::move(page); }

void Router::Handle(HttpRequest request, HttpDone done) {
  auto flight = std::make_shared<Flight>();
  std::optional<PageCache::Place>& place = flight->place;
  if (options_.cache != nullptr) place = options_.cache->PlaceOf(request);
  if (place) {
    const PageCache::Answer answer = options_.cache->Find(*place);
    auto kept = answer == nullptr ? std::nullopt : Kept(request, *answer);
    if (kept) return done(*std::move(kept));
  }
  HttpCall& call = flight->call;
  call.request = std::move(request);
  flight->done = std::move(done);
  std::optional<HttpResponse> early = Open(call, &flight->match);
  if (!early.has_value()) {
    if (flight->match.route->starter &&
        call.request.body.size() <= kMostReadAtOnce) {
      const auto admitted = AdmitNow(*authenticator_, call);
      if (admitted) return Run(flight, [&](HttpCall&) { return *admitted; });
    }
    const bool taken = executor_->TrySubmit([this, flight] {
      Run(flight, [this](HttpCall& admitted) {
        return Admit(*authenticator_, admitted);
      });
    });
    if (taken) return;
    early = Busy(call);
  }
  Finish(call, flight->match, &*early);
  flight->done(*std::move(early));
}

std::optional<HttpResponse> Router::Kept(const HttpRequest& request,
                                         const HttpResponse& answer) const {
  const std::string address = LimitedAddress(request, options_.proxies);
  RateLimiter::Verdict verdict;
  if (options_.limiter != nullptr && !address.empty()) {
    verdict = options_.limiter->Take("address " + address);
    if (!verdict.allowed) return std::nullopt;
  }
  HttpResponse response;
  response.headers = answer.headers;
  if (IsUnchanged(request, answer)) {
    response.status = 304;
  } else {
    response.body = answer.body;
  }
  response.headers.emplace_back("X-Request-Id", RequestIdOf(request));
  if (verdict.limit > 0) {
    AddRateLimitHeaders(verdict, options_.limiter->options(), &response);
  }
  ++answered_;
  kept_answers_->Add();
  return response;
}

std::optional<HttpResponse> Router::Open(HttpCall& call, Match* match) const {
  call.cookies = ParseCookies(call.request.Header("cookie"));
  call.context = CallContext(
      absl::Now() + options_.time_limit, RequestIdOf(call.request),
      {{kPeerAddressKey, LimitedAddress(call.request, options_.proxies)}},
      std::make_shared<Cancellation>());
  std::vector<std::string> segments;
  const absl::Status parsed = ParseTarget(call, &segments);
  if (!options_.origins.HostAllowed(call.request)) {
    return Error(call, 421,
                 "this server does not answer to that host name; its operator "
                 "can allow it with --allowed-hosts");
  }
  if (!parsed.ok()) return Error(call, parsed);
  if (auto answer = options_.cors.Preflight(call.request)) return answer;
  *match = Find(call.request, segments);
  if (match->route == nullptr) return NoRoute(call, *match);
  call.variables = match->variables;
  if (IsWrite(call.request) && !options_.origins.WriteAllowed(call.request) &&
      !options_.cors.WriteAllowed(call.request)) {
    return Error(call, 403, "this request comes from another site's page");
  }
  return std::nullopt;
}

absl::Status Router::ParseTarget(HttpCall& call,
                                 std::vector<std::string>* segments) const {
  const std::string_view target = call.request.target;
  const size_t question = target.find('?');
  call.path = std::string(target.substr(0, question));
  auto split = SplitPath(call.path);
  if (!split.ok()) return split.status();
  *segments = *std::move(split);
  if (question == std::string_view::npos) return absl::OkStatus();
  auto query = QueryParams::Parse(target.substr(question + 1));
  if (!query.ok()) return query.status();
  call.query = *std::move(query);
  return absl::OkStatus();
}

Router::Match Router::Find(const HttpRequest& request,
                           const std::vector<std::string>& segments) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  Match match;
  for (const auto& route : routes_) {
    std::map<std::string, std::string> variables;
    if (!route->pattern.Fits(segments, &variables)) continue;
    if (!route->Accepts(request)) continue;
    if (route->method == method) {
      match.route = route.get();
      match.variables = std::move(variables);
      return match;
    }
    match.allowed.push_back(route->method);
    if (route->method == "GET") match.allowed.push_back("HEAD");
  }
  auto& allowed = match.allowed;
  std::sort(allowed.begin(), allowed.end());
  allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
  return match;
}

HttpResponse Router::NoRoute(const HttpCall& call, const Match& match) const {
  if (match.allowed.empty()) return Error(call, 404, "there is no such page");
  HttpResponse response =
      Error(call, 405, "this address does not take that method");
  response.headers.emplace_back("Allow", absl::StrJoin(match.allowed, ", "));
  return response;
}

void Router::Run(const FlightPtr& flight, const Admission& admit) const {
  flight->began = absl::Now();
  const Route& route = *flight->match.route;
  std::optional<HttpResponse> refused;
  HttpResponse response = Guarded(*flight, [&] {
    refused = Enter(flight.get(), admit);
    if (refused) return *std::move(refused);
    TellPositionSeen(flight->call);
    return route.starter ? HttpResponse() : route.handler(flight->call);
  });
  const bool begins = route.starter && !refused && response.status == 200;
  if (begins) return Begin(flight);
  flight->done(Complete(*flight, std::move(response)));
}

void Router::Begin(const FlightPtr& flight) const {
  const std::shared_ptr<HttpCall> call(flight, &flight->call);
  flight->running = running_.Add({flight, &flight->call.context});
  if (flight->running == nullptr) {
    return flight->done(Complete(*flight, Busy(flight->call)));
  }
  // The answer is written where it is sent, and not on a thread of gRPC's.
  const auto done = [this, flight](HttpAnswer answer) {
    flight->done(HttpAnswer([this, flight, answer]() mutable {
      return Complete(
          *flight, Guarded(*flight, [&] { return std::move(answer).Take(); }));
    }));
  };
  try {
    flight->match.route->starter(call, done);
  } catch (const std::exception& e) {
    done(Failed(*flight, e));
  }
}

HttpResponse Router::Guarded(const Flight& flight,
                             const std::function<HttpResponse()>& make) const {
  try {
    return make();
  } catch (const std::exception& e) {
    return Failed(flight, e);
  }
}

HttpResponse Router::Failed(const Flight& flight,
                            const std::exception& error) const {
  log_->Error("a request failed",
              {{"route", flight.match.route->label},
               {"request_id", flight.call.context.request_id()},
               {"error", error.what()}});
  return Error(flight.call, 500, "something went wrong here");
}

// Readers count by themselves, wherever they are; strangers by address. Who
// comes with a token that nobody has also counts as a guesser, and is asked to
// wait before storage is asked again.
std::optional<HttpResponse> Router::Enter(Flight* flight,
                                          const Admission& admit) const {
  HttpCall& call = flight->call;
  RateLimiter* const limiter = options_.limiter;
  const std::string address = LimitedAddress(call.request, options_.proxies);
  const bool limited = limiter != nullptr && !address.empty();
  const bool claims = !call.request.Header("authorization").empty() ||
                      !call.Cookie(kSessionCookie).empty();
  RateLimiter::Verdict& verdict = flight->verdict;
  if (limited && claims) verdict = limiter->Look("guess " + address);
  if (limited) {
    call.take_another_turn = [limiter, &call, address, claims] {
      return TakeTurn(*limiter, call, address, claims).allowed;
    };
  }
  absl::Status admitted;
  if (verdict.allowed) {
    admitted = admit(call);
    if (limited) verdict = TakeTurn(*limiter, call, address, claims);
  }
  if (!verdict.allowed) {
    return Error(call, 429, "too many requests; wait a little");
  }
  if (!admitted.ok()) return Error(call, admitted);
  return std::nullopt;
}

HttpResponse Router::Complete(const Flight& flight,
                              HttpResponse response) const {
  const absl::Duration busy = absl::Now() - flight.began;
  flight.match.route->duration->Observe(busy);
  busy_micros_ += absl::ToInt64Microseconds(busy);
  if (options_.limiter != nullptr) {
    AddRateLimitHeaders(flight.verdict, options_.limiter->options(), &response);
  }
  const bool shared = flight.place && !PageCache::IsPrivate(response);
  Finish(flight.call, flight.match, &response);
  if (shared) options_.cache->Keep(*flight.place, response);
  return response;
}

HttpResponse Router::Busy(const HttpCall& call) const {
  HttpResponse response =
      Error(call, 503, "too many requests are waiting; try again");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

HttpResponse Router::Error(const HttpCall& call,
                           const absl::Status& status) const {
  if (IsForPrograms(call)) return ErrorAnswer(status);
  return Error(call, HttpStatusOf(status), ErrorText(status));
}

HttpResponse Router::Error(const HttpCall& call, int status,
                           const std::string& message) const {
  if (IsForPrograms(call) || error_page_ == nullptr) {
    return ErrorAnswer(status, message);
  }
  return error_page_(call, status, message);
}

void Router::Finish(const HttpCall& call, const Match& match,
                    HttpResponse* response) const {
  const std::string label =
      match.route == nullptr ? "none" : match.route->label;
  metrics_
      ->MakeCounter(
          "http_requests_total", "Requests answered.",
          {{"route", label}, {"code", absl::StrCat(response->status)}})
      .Add();
  ++answered_;
  options_.cors.AddHeaders(call.request, response);
  PrepareDelivery(call, response);
  AddSecurityHeaders(response);
  response->headers.emplace_back("X-Request-Id", call.context.request_id());
  const auto& trailers = call.context.trailers();
  TellLimits(trailers, response);
  const auto written = trailers.find(kPositionKey);
  if (written == trailers.end()) return;
  response->headers.emplace_back("X-Broadsheet-Position", written->second);
  response->headers.emplace_back(
      "Set-Cookie", absl::StrCat(kPositionCookie, "=", written->second,
                                 "; Path=/; HttpOnly; SameSite=Lax"));
}

}  // namespace broadsheet::gateway
