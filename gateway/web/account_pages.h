#ifndef BROADSHEET_GATEWAY_WEB_ACCOUNT_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_ACCOUNT_PAGES_H_

#include <memory>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Adds the pages by which somebody gets an account and into it: /sign-up,
// /confirm-email, /reset-password, and POST /sign-in by name and password.
// Links in mails show a button that posts: programs that look at every link
// change nothing. Without AccountService in the method table /sign-in takes
// tokens alone and the others are 404.
void AddAccountPages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_ACCOUNT_PAGES_H_
