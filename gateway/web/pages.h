#ifndef BROADSHEET_GATEWAY_WEB_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_PAGES_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "broadsheet/v1/system_service.pb.h"
#include "common/clock.h"
#include "gateway/backend.h"
#include "gateway/http/router.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

// 24 random hexadecimal digits.
std::string RandomId();

// What the pages are made from. All pointers must outlive the router.
struct PageDependencies {
  // Should give substitutes while the recommender is away: the pages show what
  // they get, and its ListInfo.degraded as a notice.
  Backend* backend = nullptr;
  Authenticator* authenticator = nullptr;
  const Clock* clock = nullptr;
  // Decides which day it is.
  absl::TimeZone zone;
  std::function<v1::GetSystemStatusResponse(const CallContext&)> status;
  std::function<std::string()> make_id = RandomId;
};

// Adds the pages, the actions of their forms, the static files, /robots.txt
// and /favicon.svg to `router`, and makes its error page.
void RegisterPages(Router& router, const PageDependencies& dependencies);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGES_H_
