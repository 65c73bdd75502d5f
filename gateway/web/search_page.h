#ifndef BROADSHEET_GATEWAY_WEB_SEARCH_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_SEARCH_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/v1/recommend_service.pb.h"
#include "gateway/web/ranked_page.h"

namespace broadsheet::gateway {

// "newest", "oldest" and "votes"; anything else is by relevance.
v1::SearchSort SortOf(std::string_view name);

// How many papers ("saved paper", of `noun`) match, and what else the page
// whose first paper is `first_rank` lists: "5 papers match all words; others
// follow by how close they are". It claims no more than was counted.
std::string FoundLine(const v1::SearchResponse& found, int first_rank,
                      std::string_view noun);

// Adds to a page of results, which has its papers, what only search has: how
// many match, facets, orders, a better spelling, and marks in the stories,
// where the response has them.
void AddSearchParts(const std::string& query, const std::string& sort,
                    const v1::SearchResponse& found, RankedPage* page);

// The fragment cut at its ranges; empty when they do not fit it, or when it has
// TeX that would have to be shown as text.
std::vector<MarkedPart> MarkedText(const v1::Highlight& highlight);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SEARCH_PAGE_H_
