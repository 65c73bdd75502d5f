#ifndef BROADSHEET_RECOMMEND_SEARCH_ANSWER_H_
#define BROADSHEET_RECOMMEND_SEARCH_ANSWER_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/list_item.h"
#include "recommend/reader_store.h"
#include "recommend/searcher.h"

// Between the messages of Search and the Searcher.
namespace broadsheet::recommend {

// INVALID_ARGUMENT when `without` names what is no part of the ranking.
absl::Status CheckSearchParts(const v1::SearchRequest& request);
// What the request itself says; CheckSearchParts must be OK.
SearchOptions MakeSearchOptions(const v1::SearchRequest& request);
// The papers that the reader saved; null: none.
absl::flat_hash_set<DocId> LibraryOf(const Reader* reader);

ListItem ToItem(const SearchHit& hit);
std::string OriginOf(const SearchResult& result);
// All but the papers.
void FillSearch(const SearchResult& result, v1::SearchResponse* response);
// Of the papers that the response has.
void AddHighlights(const ReadModel& model, const SearchResult& result,
                   v1::SearchResponse* response);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_ANSWER_H_
