#ifndef BROADSHEET_GATEWAY_HTTP_RATE_LIMITER_H_
#define BROADSHEET_GATEWAY_HTTP_RATE_LIMITER_H_

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/http_server.h"

namespace broadsheet::gateway {

// Token buckets, one a key (a reader, an address): `burst` requests at once,
// then as many as flow back. Keeps one time a key, and at most `max_keys` keys:
// beyond, the one that was used the longest ago is forgotten, which is a full
// bucket in all likelihood. Thread-safe.
class RateLimiter {
 public:
  struct Options {
    // Requests that flow back a minute; 0: no limit.
    double per_minute = 0;
    // Requests at once; at least 1.
    int burst = 1;
    size_t max_keys = 50000;
  };
  struct Verdict {
    bool allowed = true;
    int limit = 0;  // The burst; 0: there is no limit.
    int remaining = 0;
    absl::Duration until_full;
    // Zero when allowed.
    absl::Duration retry_after;
  };

  // `clock` must outlive this.
  RateLimiter(Options options, const Clock* clock)
      : options_(options), clock_(clock) {}

  // Takes a token from the key's bucket when there is one.
  Verdict Take(std::string_view key);
  // The same without taking.
  Verdict Look(std::string_view key);

  const Options& options() const { return options_; }
  size_t keys() const;

 private:
  // Latest first: the key, and when its bucket will be full again.
  using Entries = std::list<std::pair<std::string, absl::Time>>;

  Verdict Decide(std::string_view key, bool take);

  const Options options_;
  const Clock* const clock_;
  mutable std::mutex mu_;
  Entries entries_;                                           // GUARDED_BY(mu_)
  std::unordered_map<std::string, Entries::iterator> index_;  // GUARDED_BY(mu_)
};

// RateLimit-Limit, -Remaining, -Reset and -Policy; with Retry-After when the
// request was refused. Nothing when there is no limit.
void AddRateLimitHeaders(const RateLimiter::Verdict& verdict,
                         const RateLimiter::Options& options,
                         HttpResponse* response);

// Whose request it is for limits: the address of the peer, or, when the peer is
// one of the proxies ("127.0.0.1,::1"), the last of X-Forwarded-For. IPv6
// addresses count by their /64. Empty for a loopback address, which is not
// limited: it is the machine's own user, or a proxy that says nothing.
std::string LimitedAddress(const HttpRequest& request,
                           std::string_view proxies);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_RATE_LIMITER_H_
