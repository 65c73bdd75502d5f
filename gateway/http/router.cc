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
#include "gateway/http/http_errors.h"
#include "gateway/http/route_pattern.h"
#include "gateway/http/security.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

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
  call.context = CallContext(call.context.deadline(), call.context.request_id(),
                             {{kPositionKey, std::move(seen)}},
                             std::make_shared<Cancellation>());
}

}  // namespace

struct Router::Route {
  std::string method;
  std::string label;
  std::string accept;
  RoutePattern pattern;
  RouteHandler handler;
  Metrics::Histogram* duration;

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

Router::Router(Options options, Authenticator* authenticator,
               Executor* executor, Metrics* metrics, const Logger* log)
    : options_(std::move(options)),
      authenticator_(authenticator),
      executor_(executor),
      metrics_(metrics),
      log_(log) {}

Router::~Router() = default;

void Router::Add(const std::string& method, const std::string& pattern,
                 RouteHandler handler, const std::string& accept) {
  auto& duration = metrics_->MakeHistogram("http_request_seconds",
                                           "Time to answer a request.",
                                           {{"route", pattern}});
  auto route = std::make_unique<Route>(Route{method, pattern, accept,
                                             RoutePattern(pattern),
                                             std::move(handler), &duration});
  const auto at = std::upper_bound(
      routes_.begin(), routes_.end(), route,
      [](const auto& a, const auto& b) { return a->Before(*b); });
  routes_.insert(at, std::move(route));
}

void Router::SetErrorPage(ErrorPage page) { error_page_ = std::move(page); }

void Router::Handle(HttpRequest request,
                    std::function<void(HttpResponse)> done) {
  auto call = std::make_shared<HttpCall>();
  call->request = std::move(request);
  Match match;
  std::optional<HttpResponse> early = Open(*call, &match);
  if (!early.has_value()) {
    const bool taken = executor_->TrySubmit([this, call, match, done] {
      HttpResponse response = Answer(match, *call);
      Finish(*call, match, &response);
      done(std::move(response));
    });
    if (taken) return;
    early = Error(*call, 503, "too many requests are waiting; try again");
    early->headers.emplace_back("Retry-After", "1");
  }
  Finish(*call, match, &*early);
  done(*std::move(early));
}

std::optional<HttpResponse> Router::Open(HttpCall& call, Match* match) const {
  call.cookies = ParseCookies(call.request.Header("cookie"));
  call.context =
      CallContext(absl::Now() + options_.time_limit, RequestIdOf(call.request));
  std::vector<std::string> segments;
  const absl::Status parsed = ParseTarget(call, &segments);
  if (!options_.origins.HostAllowed(call.request)) {
    return Error(call, 421,
                 "this server does not answer to that host name; its operator "
                 "can allow it with --allowed-hosts");
  }
  if (!parsed.ok()) return Error(call, parsed);
  *match = Find(call.request, segments);
  if (match->route == nullptr) return NoRoute(call, *match);
  call.variables = match->variables;
  if (IsWrite(call.request) && !options_.origins.WriteAllowed(call.request)) {
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

HttpResponse Router::Answer(const Match& match, HttpCall& call) const {
  const absl::Time start = absl::Now();
  HttpResponse response = Guarded(*match.route, call);
  match.route->duration->Observe(absl::Now() - start);
  return response;
}

HttpResponse Router::Guarded(const Route& route, HttpCall& call) const {
  try {
    const absl::Status admitted = Admit(*authenticator_, call);
    if (!admitted.ok()) return Error(call, admitted);
    TellPositionSeen(call);
    return route.handler(call);
  } catch (const std::exception& e) {
    log_->Error("a request failed", {{"route", route.label},
                                     {"request_id", call.context.request_id()},
                                     {"error", e.what()}});
    return Error(call, 500, "something went wrong here");
  }
}

HttpResponse Router::Error(const HttpCall& call,
                           const absl::Status& status) const {
  if (absl::StartsWith(call.path, "/api/")) return ErrorAnswer(status);
  return Error(call, HttpStatusOf(status), ErrorText(status));
}

HttpResponse Router::Error(const HttpCall& call, int status,
                           const std::string& message) const {
  if (absl::StartsWith(call.path, "/api/") || error_page_ == nullptr) {
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
  AddSecurityHeaders(response);
  response->headers.emplace_back("X-Request-Id", call.context.request_id());
  const auto& trailers = call.context.trailers();
  const auto written = trailers.find(kPositionKey);
  if (written == trailers.end()) return;
  response->headers.emplace_back("X-Broadsheet-Position", written->second);
  response->headers.emplace_back(
      "Set-Cookie", absl::StrCat(kPositionCookie, "=", written->second,
                                 "; Path=/; HttpOnly; SameSite=Lax"));
}

}  // namespace broadsheet::gateway
