#include "gateway/http/http_call.h"

#include <utility>

namespace broadsheet::gateway {
namespace {

std::string Find(const std::map<std::string, std::string>& values,
                 const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

// "//host" and "/\host" would leave the site; a line break the header.
bool IsOwnPath(std::string_view path) {
  if (path.empty() || path[0] != '/') return false;
  if (path.size() > 1 && (path[1] == '/' || path[1] == '\\')) return false;
  for (const char c : path) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

}  // namespace

bool HttpCall::OverTls() const {
  return request.Header("x-forwarded-proto") == "https";
}

std::string HttpCall::Variable(const std::string& name) const {
  return Find(variables, name);
}

std::string HttpCall::Cookie(const std::string& name) const {
  return Find(cookies, name);
}

HttpResponse TextAnswer(int status, std::string_view content_type,
                        std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", std::string(content_type));
  response.body = std::move(body);
  return response;
}

HttpResponse SeeOther(std::string_view path) {
  HttpResponse response;
  response.status = 303;
  response.headers.emplace_back("Location",
                                IsOwnPath(path) ? std::string(path) : "/");
  return response;
}

}  // namespace broadsheet::gateway
