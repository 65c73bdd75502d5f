#ifndef BROADSHEET_GATEWAY_HTTP_HTTP_CALL_H_
#define BROADSHEET_GATEWAY_HTTP_HTTP_CALL_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "common/call_context.h"
#include "common/http_server.h"
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
  // Counts as one more request at the rate limit; false when that is one too
  // many. Empty: who asks is not limited.
  std::function<bool()> take_another_turn;
  // Deadline, request id and the position that the client has seen, for calls
  // to the backend; its trailer kPositionKey becomes a header and a cookie.
  CallContext context;

  // Whether the browser came over TLS, as the proxy in front of us says.
  bool OverTls() const;
  // Empty when there is none of that name.
  std::string Variable(const std::string& name) const;
  std::string Cookie(const std::string& name) const;
};

// Answers for handlers.
HttpResponse TextAnswer(int status, std::string_view content_type,
                        std::string body);
// 303: what a form post answers. Leads to "/" unless `path` is one of ours.
HttpResponse SeeOther(std::string_view path);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_HTTP_CALL_H_
