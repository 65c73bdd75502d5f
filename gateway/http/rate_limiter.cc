#include "gateway/http/rate_limiter.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

int64_t CeilSeconds(absl::Duration duration) {
  return absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
}

// "1.2.3.4:567" and "::1:567" (as the server writes peers) without the port.
absl::string_view HostOf(absl::string_view peer) {
  const size_t colon = peer.rfind(':');
  return colon == absl::string_view::npos ? peer : peer.substr(0, colon);
}

bool IsLoopback(absl::string_view address) {
  return address == "::1" || absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "::ffff:127.");
}

// One household or server has a whole /64.
std::string Network(absl::string_view address) {
  if (!absl::StrContains(address, ':') || absl::StrContains(address, '.')) {
    return std::string(address.substr(0, 64));
  }
  std::vector<absl::string_view> groups = absl::StrSplit(address, ':');
  if (groups.size() > 4) groups.resize(4);
  return absl::StrCat(absl::StrJoin(groups, ":"), "::/64");
}

}  // namespace

RateLimiter::Verdict RateLimiter::Take(std::string_view key) {
  return Decide(key, true);
}

RateLimiter::Verdict RateLimiter::Look(std::string_view key) {
  return Decide(key, false);
}

size_t RateLimiter::keys() const {
  std::lock_guard lock(mu_);
  return entries_.size();
}

RateLimiter::Verdict RateLimiter::Decide(std::string_view key, bool take) {
  Verdict verdict;
  if (options_.per_minute <= 0) return verdict;
  const absl::Time now = clock_->Now();
  const absl::Duration step = absl::Minutes(1) / options_.per_minute;
  const absl::Duration depth = step * std::max(1, options_.burst);
  std::lock_guard lock(mu_);
  const auto found = index_.find(std::string(key));
  absl::Time full = now;
  if (found != index_.end()) full = std::max(now, found->second->second);
  verdict.limit = std::max(1, options_.burst);
  verdict.allowed = full + step <= now + depth;
  if (!verdict.allowed) verdict.retry_after = full + step - (now + depth);
  if (verdict.allowed && take) {
    full += step;
    if (found != index_.end()) {
      found->second->second = full;
      entries_.splice(entries_.begin(), entries_, found->second);
    } else {
      entries_.emplace_front(std::string(key), full);
      index_.emplace(std::string(key), entries_.begin());
      if (entries_.size() > options_.max_keys) {
        index_.erase(entries_.back().first);
        entries_.pop_back();
      }
    }
  }
  verdict.until_full = full - now;
  const double left = absl::FDivDuration(depth - verdict.until_full, step);
  verdict.remaining = std::max(0, static_cast<int>(std::floor(left + 1e-6)));
  return verdict;
}

void AddRateLimitHeaders(const RateLimiter::Verdict& verdict,
                         const RateLimiter::Options& options,
                         HttpResponse* response) {
  if (verdict.limit == 0) return;
  auto& headers = response->headers;
  headers.emplace_back("RateLimit-Limit", absl::StrCat(verdict.limit));
  headers.emplace_back("RateLimit-Remaining", absl::StrCat(verdict.remaining));
  headers.emplace_back("RateLimit-Reset",
                       absl::StrCat(CeilSeconds(verdict.until_full)));
  headers.emplace_back("RateLimit-Policy",
                       absl::StrCat(static_cast<int64_t>(options.per_minute),
                                    ";w=60;burst=", verdict.limit));
  if (verdict.allowed) return;
  const int64_t wait = std::max<int64_t>(1, CeilSeconds(verdict.retry_after));
  headers.emplace_back("Retry-After", absl::StrCat(wait));
}

std::string LimitedAddress(const HttpRequest& request,
                           std::string_view proxies) {
  std::string address(HostOf(request.peer));
  for (absl::string_view proxy :
       absl::StrSplit(AsAbsl(proxies), ',', absl::SkipWhitespace())) {
    if (absl::StripAsciiWhitespace(proxy) != address) continue;
    // The proxy appends whom it talked to; what stands before is the client's.
    const std::string_view hops = request.Header("x-forwarded-for");
    const absl::string_view last =
        absl::StripAsciiWhitespace(AsAbsl(hops.substr(hops.rfind(',') + 1)));
    if (!last.empty()) address = std::string(last.substr(0, 64));
    break;
  }
  return address.empty() || IsLoopback(address) ? "" : Network(address);
}

}  // namespace broadsheet::gateway
