#ifndef BROADSHEET_GATEWAY_WEB_LIBRARY_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_LIBRARY_PAGES_H_

#include <memory>
#include <string>
#include <vector>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"
#include "gateway/web/ranked_page.h"

namespace broadsheet::gateway {

// Adds what readers keep: /library with its folders, where ?q= searches, POST
// /library/folder, which puts a saved paper into one, and POST /follow and
// /unfollow for authors and categories.
void AddLibraryPages(Router& router, std::shared_ptr<const PageKit> kit);

// The tabs of the library: all of it, its folders, and what was hidden; the one
// at `current` ("/library", "/library/hidden", a folder's) is marked.
std::vector<Link> LibraryTabs(const PageKit& kit, HttpCall& call,
                              const std::string& current);

// The button that follows `target`, or no longer; nothing when it cannot be
// told.
FollowButton FollowButtonOf(const PageKit& kit, HttpCall& call,
                            const std::string& target);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_LIBRARY_PAGES_H_
