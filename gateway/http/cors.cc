#include "gateway/http/cors.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

constexpr char kMethods[] = "GET, HEAD, POST, PUT, PATCH, DELETE";
constexpr char kHeaders[] =
    "Authorization, Content-Type, If-None-Match, "
    "X-Broadsheet-Position, X-Request-Id, Mcp-Protocol-Version, "
    "Mcp-Session-Id";
constexpr char kExposed[] =
    "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, X-Broadsheet-Position, X-Broadsheet-Degraded, "
    "X-Request-Id";

bool IsForPrograms(const HttpRequest& request) {
  return absl::StartsWith(request.target, "/api/") ||
         absl::StartsWith(request.target, "/feeds/") ||
         absl::StartsWith(request.target, "/mcp");
}

}  // namespace

CorsPolicy::CorsPolicy(std::string_view origins) {
  for (absl::string_view origin :
       absl::StrSplit(AsAbsl(origins), ',', absl::SkipWhitespace())) {
    origin = absl::StripAsciiWhitespace(origin);
    if (origin == "*") all_ = true;
    origins_.insert(absl::AsciiStrToLower(origin));
  }
}

bool CorsPolicy::Allows(const HttpRequest& request) const {
  const std::string_view origin = request.Header("origin");
  if (origin.empty() || !IsForPrograms(request)) return false;
  return all_ || origins_.count(absl::AsciiStrToLower(AsAbsl(origin))) > 0;
}

std::optional<HttpResponse> CorsPolicy::Preflight(
    const HttpRequest& request) const {
  if (request.method != "OPTIONS" || !Allows(request) ||
      request.Header("access-control-request-method").empty()) {
    return std::nullopt;
  }
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", kMethods},
                      {"Access-Control-Allow-Headers", kHeaders},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

bool CorsPolicy::WriteAllowed(const HttpRequest& request) const {
  return Allows(request) && (!request.Header("authorization").empty() ||
                             absl::StartsWith(request.target, "/mcp"));
}

void CorsPolicy::AddHeaders(const HttpRequest& request,
                            HttpResponse* response) const {
  if (origins_.empty() || !IsForPrograms(request)) return;
  bool varies = false;
  for (auto& [name, value] : response->headers) {
    if (name != "Vary") continue;
    value += ", Origin";
    varies = true;
  }
  if (!varies) response->headers.emplace_back("Vary", "Origin");
  if (!Allows(request)) return;
  response->headers.emplace_back("Access-Control-Allow-Origin",
                                 std::string(request.Header("origin")));
  response->headers.emplace_back("Access-Control-Expose-Headers", kExposed);
}

}  // namespace broadsheet::gateway
