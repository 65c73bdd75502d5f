#include "gateway/http/origin.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

// "host:8080" -> "host"; "[::1]:8080" -> "[::1]".
absl::string_view WithoutPort(absl::string_view host) {
  const size_t colon = host.rfind(':');
  if (colon == absl::string_view::npos) return host;
  const size_t bracket = host.rfind(']');
  if (bracket != absl::string_view::npos && colon < bracket) return host;
  return host.substr(0, colon);
}

// Exactly one Host header; two are how proxies and servers are made to
// disagree.
std::string HostOf(const HttpRequest& request) {
  std::string host;
  int found = 0;
  for (const auto& [name, value] : request.headers) {
    if (!absl::EqualsIgnoreCase(name, "host")) continue;
    host = absl::AsciiStrToLower(value);
    ++found;
  }
  return found == 1 ? host : "";
}

}  // namespace

OriginPolicy::OriginPolicy(std::string_view allowed_hosts)
    : hosts_{"localhost", "127.0.0.1", "[::1]"} {
  for (absl::string_view host :
       absl::StrSplit(AsAbsl(allowed_hosts), ',', absl::SkipWhitespace())) {
    hosts_.insert(absl::AsciiStrToLower(absl::StripAsciiWhitespace(host)));
  }
}

bool OriginPolicy::HostAllowed(const HttpRequest& request) const {
  const std::string host = HostOf(request);
  return hosts_.count(host) > 0 ||
         hosts_.count(std::string(WithoutPort(host))) > 0;
}

bool OriginPolicy::WriteAllowed(const HttpRequest& request) const {
  const std::string_view origin = request.Header("origin");
  if (origin.empty()) {
    const std::string_view site = request.Header("sec-fetch-site");
    return site.empty() || site == "same-origin" || site == "none";
  }
  const std::string lower = absl::AsciiStrToLower(AsAbsl(origin));
  absl::string_view authority = lower;
  if (!absl::ConsumePrefix(&authority, "http://") &&
      !absl::ConsumePrefix(&authority, "https://")) {
    return false;
  }
  return authority == HostOf(request);
}

}  // namespace broadsheet::gateway
