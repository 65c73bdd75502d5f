#ifndef BROADSHEET_GATEWAY_WEB_PROVIDER_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_PROVIDER_PAGES_H_

#include <memory>
#include <string>
#include <vector>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// Adds the pages by which somebody signs in at an OpenID provider, or links one
// to an account: /sign-in/PROVIDER leads there, /sign-in/PROVIDER/done is where
// the browser comes back to, and /sign-up/registration takes the name of a new
// account. Without AccountService in the method table they are 404.
void AddProviderPages(Router& router, std::shared_ptr<const PageKit> kit);

// A link for each provider, "Sign in with TITLE"; `next` is a page of ours.
std::vector<Link> ProviderDoors(const PageKit& kit, HttpCall& call,
                                const std::string& next);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PROVIDER_PAGES_H_
