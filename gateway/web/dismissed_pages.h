#ifndef BROADSHEET_GATEWAY_WEB_DISMISSED_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_DISMISSED_PAGES_H_

#include <memory>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Adds /library/hidden: what readers hid or want no more of, and what visitors
// want no more of, each with the buttons that undo it.
void AddDismissedPages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_DISMISSED_PAGES_H_
