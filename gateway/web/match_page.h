#ifndef BROADSHEET_GATEWAY_WEB_MATCH_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_MATCH_PAGE_H_

#include <memory>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Adds /match: papers about a text that somebody pastes, an abstract for
// instance. The text is posted, for it is longer than addresses should be.
void AddMatchPage(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_MATCH_PAGE_H_
