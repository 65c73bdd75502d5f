#ifndef BROADSHEET_GATEWAY_HTTP_ROUTER_H_
#define BROADSHEET_GATEWAY_HTTP_ROUTER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/executor.h"
#include "common/http_server.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "gateway/http/origin.h"
#include "gateway/http/query.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

// One HTTP request, taken apart, as a handler gets it.
struct HttpCall {
  HttpRequest request;
  // Without the query, as sent ("/papers/hep-th%2F9901001").
  std::string path;
  // What the pattern's variables matched, decoded.
  std::map<std::string, std::string> variables;
  QueryParams query;
  // Of an application/x-www-form-urlencoded body.
  QueryParams form;
  std::map<std::string, std::string> cookies;
  Identity identity;
  // For the hidden field "csrf" of forms; empty without a session cookie.
  std::string csrf_token;
  // Deadline, request id and the position that the client has seen, for calls
  // to the backend; its trailer kPositionKey becomes a header and a cookie.
  CallContext context;

  std::string Variable(const std::string& name) const;
  std::string Cookie(const std::string& name) const;
};

using RouteHandler = std::function<HttpResponse(HttpCall& call)>;

// Finds the handler of a request and runs it on an executor, as the client's
// identity, after the checks that every request must pass:
// - Host is an allowed one (421), Origin or Sec-Fetch-Site of writes is our own
//   (403), a write whose credential is the cookie carries the CSRF token (403);
// - an unknown token is 401, an ill-formed target or form 400, no route 404,
//   another method 405 with Allow, a full queue 503 with Retry-After.
// Every answer gets the security headers and X-Request-Id. Errors made here are
// JSON under /api/ and otherwise what the error page makes of them.
// Add routes before the first Handle; Handle is thread-safe.
class Router {
 public:
  struct Options {
    OriginPolicy origins;
    absl::Duration time_limit = absl::Seconds(10);
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
  // "{id...}". GET also answers HEAD. `pattern` is the metrics' label.
  void Add(const std::string& method, const std::string& pattern,
           RouteHandler handler);
  void SetErrorPage(ErrorPage page);

  // An HttpHandler: never blocks, calls `done` exactly once.
  void Handle(HttpRequest request, std::function<void(HttpResponse)> done);

 private:
  struct Route;
  struct Match;
  Match Find(const std::string& method,
             const std::vector<std::string>& segments) const;
  void Run(const Match& match, HttpCall& call,
           const std::function<void(HttpResponse)>& done);
  HttpResponse Answer(const Match& match, HttpCall& call);
  HttpResponse Error(const HttpCall& call, int status,
                     const std::string& message) const;
  void Finish(const HttpCall& call, HttpResponse* response) const;
  absl::StatusOr<HttpResponse> Refused(HttpCall& call);

  const Options options_;
  Authenticator* const authenticator_;
  Executor* const executor_;
  Metrics* const metrics_;
  const Logger* const log_;
  ErrorPage error_page_;
  std::vector<std::unique_ptr<Route>> routes_;  // The most specific first.
};

// Answers for handlers.
HttpResponse TextAnswer(int status, std::string_view content_type,
                        std::string body);
// 303: what a form post answers. `path` starts with one "/".
HttpResponse SeeOther(std::string_view path);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_ROUTER_H_
