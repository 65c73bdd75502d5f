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
#include "gateway/method_table.h"

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
  // The public methods, for pages that call them as their visitor; null: pages
  // that need them are left out. Filled before RegisterPages.
  const MethodTable* methods = nullptr;
  std::function<v1::GetSystemStatusResponse(const CallContext&)> status;
  std::function<std::string()> make_id = RandomId;
  // Where people reach the pages, without a slash at the end; may be empty.
  std::string site;
  // Where the distribution's package has KaTeX; empty: formulas are not set.
  std::string katex_folder;
  // Signs what visitors' cookies keep; empty: visitors keep nothing.
  std::string visitor_secret;
  // The token in the address of a reader's own feed; null: there are no such.
  std::function<std::string(const std::string& reader_id)> feed_token;
};

// Adds the pages, the actions of their forms, the static files, /robots.txt
// and /favicon.svg to `router`, and makes its error page.
void RegisterPages(Router& router, const PageDependencies& dependencies);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGES_H_
