#ifndef BROADSHEET_GATEWAY_WEB_EDITION_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_EDITION_PAGES_H_

#include <memory>
#include <string>
#include <vector>

#include "broadsheet/v1/edition.pb.h"
#include "gateway/http/http_call.h"
#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"
#include "gateway/web/ranked_page.h"

namespace broadsheet::gateway {

// All editions, by name; none when they cannot be had.
std::vector<v1::Edition> EditionsOf(const PageKit& kit, HttpCall& call);
// For people: its title, or its name when it has none.
std::string EditionTitle(const v1::Edition& edition);
// A link to each, and one to the page of all; empty when there are none.
std::vector<Link> EditionLinks(const std::vector<v1::Edition>& editions);

// "/editions", and below "/editions/{name}" the lists of one: of days, weeks
// and months, trending, newest.
void AddEditionPages(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_EDITION_PAGES_H_
