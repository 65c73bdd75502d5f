#ifndef BROADSHEET_GATEWAY_WEB_SETTINGS_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_SETTINGS_PAGES_H_

#include <memory>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Adds /settings, where readers see and change what is kept about them: their
// account, sessions, tokens, the address of their feed, what they follow, and
// the end of it all; and what its forms post to. Parts whose methods are not in
// the method table are left out.
void AddSettingsPages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SETTINGS_PAGES_H_
