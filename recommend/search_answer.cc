#include "recommend/search_answer.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "recommend/search/highlighter.h"

namespace broadsheet::recommend {
namespace {

constexpr int kMaxWithout = 10;

struct PartName {
  std::string_view name;
  bool SearchParts::*part;
};
constexpr std::array<PartName, 6> kParts = {
    {{"semantic", &SearchParts::semantic},
     {"priors", &SearchParts::priors},
     {"personal", &SearchParts::personal},
     {"exact", &SearchParts::exact},
     {"phrases", &SearchParts::phrases},
     {"spelling", &SearchParts::spelling}}};

bool SearchParts::*FindPart(std::string_view name) {
  for (const PartName& known : kParts) {
    if (known.name == name) return known.part;
  }
  return nullptr;
}

QuerySort SortOf(v1::SearchSort sort) {
  switch (sort) {
    case v1::SEARCH_SORT_NEWEST:
      return QuerySort::kNewest;
    case v1::SEARCH_SORT_OLDEST:
      return QuerySort::kOldest;
    case v1::SEARCH_SORT_UPVOTES:
      return QuerySort::kUpvotes;
    default:
      return QuerySort::kRelevance;
  }
}

std::string ReasonText(const SearchHit& hit) {
  if (hit.exact_id) return "has this id";
  if (hit.exact_title) return "has this title";
  if (hit.exact_author) return "is by this author";
  if (hit.coverage >= 1) return "matches all words";
  return hit.coverage > 0 ? "matches some of the words" : "is close in meaning";
}

}  // namespace

absl::Status CheckSearchParts(const v1::SearchRequest& request) {
  if (request.without_size() > kMaxWithout) {
    return InvalidField("without", "has more than 10 elements");
  }
  for (int i = 0; i < request.without_size(); ++i) {
    if (FindPart(request.without(i)) != nullptr) continue;
    return InvalidField(
        absl::StrCat("without[", i, "]"),
        "is no part of the ranking; semantic, priors, personal, "
        "exact, phrases and spelling are");
  }
  return absl::OkStatus();
}

SearchOptions MakeSearchOptions(const v1::SearchRequest& request) {
  SearchOptions options;
  options.strict = request.strict();
  options.sort = SortOf(request.sort());
  options.facets = request.facets();
  for (const std::string& name : request.without()) {
    options.parts.*FindPart(name) = false;
  }
  return options;
}

absl::flat_hash_set<DocId> LibraryOf(const Reader* reader) {
  absl::flat_hash_set<DocId> docs;
  if (reader == nullptr) return docs;
  for (const auto& [doc, marks] : reader->papers) {
    if (marks.Has(v1::EVENT_KIND_SAVE)) docs.insert(doc);
  }
  return docs;
}

ListItem ToItem(const SearchHit& hit) {
  ListItem item;
  item.doc = hit.doc;
  item.score = hit.score;
  item.reason.set_kind(v1::Reason::KIND_TEXT_MATCH);
  item.reason.set_text(ReasonText(hit));
  item.components = {{"text", hit.text},
                     {"coverage", hit.coverage},
                     {"phrases", hit.phrases},
                     {"in_order", hit.in_order},
                     {"recency", hit.recency},
                     {"popularity", hit.popularity},
                     {"personal", hit.personal},
                     {"semantic", hit.semantic},
                     {"exact_author", hit.exact_author ? 1 : 0},
                     {"exact_title", hit.exact_title ? 1 : 0},
                     {"exact_id", hit.exact_id ? 1 : 0}};
  return item;
}

std::string OriginOf(const SearchResult& result) {
  std::string origin = "papers that match the query";
  if (result.notes.empty()) return origin;
  return absl::StrCat(origin, " (", absl::StrJoin(result.notes, "; "), ")");
}

void FillSearch(const SearchResult& result, v1::SearchResponse* response) {
  response->set_total(result.total);
  response->set_did_you_mean(result.did_you_mean);
  response->set_partial(result.partial);
  for (const v1::Facet& facet : result.facets) {
    *response->add_facets() = facet;
  }
}

void AddHighlights(const ReadModel& model, const SearchResult& result,
                   v1::SearchResponse* response) {
  Highlighter highlighter(result.marked);
  for (const v1::ListedPaper& listed : response->papers()) {
    const auto doc = model.catalogue().Find(listed.paper().id());
    if (!doc) continue;
    *response->add_highlights() =
        highlighter.Highlight(model.catalogue().Read(*doc));
  }
}

}  // namespace broadsheet::recommend
