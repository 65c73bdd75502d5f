#include "gateway/web/search_page.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr int kFacetValues = 8;

std::string SearchUrl(const std::string& query, const std::string& sort) {
  return WithQuery("/papers", {{"q", query}, {"sort", sort}});
}

std::vector<Link> Sorts(const std::string& query, const std::string& sort) {
  const bool known = SortOf(sort) != v1::SEARCH_SORT_RELEVANCE;
  return {{SearchUrl(query, ""), "Best match", !known},
          {SearchUrl(query, "newest"), "Newest", sort == "newest"},
          {SearchUrl(query, "oldest"), "Oldest", sort == "oldest"},
          {SearchUrl(query, "votes"), "Most votes", sort == "votes"}};
}

// What the query has to say to keep only papers of that value.
std::string Narrowed(const std::string& query, const std::string& facet,
                     const std::string& value) {
  const std::string word = facet == "year"       ? "year:" + value
                           : facet == "category" ? "cat:" + value
                           : value == "yes"      ? "has:code"
                                                 : "-has:code";
  return absl::StrCat(query, " ", word);
}

FacetGroup Group(const std::string& query, const std::string& sort,
                 const v1::Facet& facet) {
  const bool category = facet.name() == "category";
  FacetGroup group;
  group.name = facet.name() == "year" ? "Year" : category ? "Field" : "Code";
  const int count = std::min(facet.values_size(), kFacetValues);
  for (int i = 0; i < count; ++i) {
    const v1::FacetValue& value = facet.values(i);
    const std::string name = category ? CategoryName(value.value())
                             : facet.name() == "year" ? value.value()
                             : value.value() == "yes" ? "With code"
                                                      : "Without code";
    const std::string narrowed = Narrowed(query, facet.name(), value.value());
    group.values.push_back(
        {{SearchUrl(narrowed, sort), name}, WithThousands(value.count())});
  }
  return group;
}

}  // namespace

std::string FoundLine(const v1::SearchResponse& found, int first_rank,
                      std::string_view noun) {
  const int64_t total = found.total();
  const int64_t listed = std::max(first_rank, 1) - 1 + found.papers_size();
  const auto count = [&](std::string_view one, std::string_view many) {
    return CountOf(total, absl::StrCat(AsAbsl(noun), AsAbsl(one)),
                   absl::StrCat(AsAbsl(noun), AsAbsl(many)));
  };
  std::string line;
  if (total == 0 && listed > 0) {
    line = found.partial()
               ? "What is closest"
               : absl::StrCat("No ", AsAbsl(noun),
                              " matches all words; these match in part");
  } else if (listed > total) {
    line = absl::StrCat(count(" matches", "s match"),
                        " all words; others follow by how close they are");
  } else {
    line = count(" found", "s found");
  }
  if (found.partial()) line += ", and perhaps more: time ran out";
  return line;
}

v1::SearchSort SortOf(std::string_view name) {
  if (name == "newest") return v1::SEARCH_SORT_NEWEST;
  if (name == "oldest") return v1::SEARCH_SORT_OLDEST;
  if (name == "votes") return v1::SEARCH_SORT_UPVOTES;
  return v1::SEARCH_SORT_RELEVANCE;
}

std::vector<MarkedPart> MarkedText(const v1::Highlight& highlight) {
  const std::string& text = highlight.fragment();
  if (text.find_first_of("$\\") != std::string::npos) return {};
  std::vector<MarkedPart> parts;
  size_t at = 0;
  const auto add = [&](size_t end, bool marked) {
    if (end > at) parts.push_back({text.substr(at, end - at), marked});
    at = end;
  };
  for (const v1::TextRange& range : highlight.ranges()) {
    const auto begin = static_cast<size_t>(range.begin());
    const auto end = static_cast<size_t>(range.end());
    if (begin < at || end < begin || end > text.size()) return {};
    add(begin, false);
    add(end, true);
  }
  add(text.size(), false);
  const bool whole = std::ranges::all_of(
      parts, [](const MarkedPart& part) { return IsUtf8(part.text); });
  return whole ? parts : std::vector<MarkedPart>();
}

void AddSearchParts(const std::string& query, const std::string& sort,
                    const v1::SearchResponse& found, RankedPage* page) {
  page->sorts = Sorts(query, sort);
  if (!found.did_you_mean().empty()) {
    page->did_you_mean = {SearchUrl(found.did_you_mean(), sort),
                          found.did_you_mean()};
  }
  page->origin = FoundLine(found, page->first_rank, "paper");
  for (const v1::Facet& facet : found.facets()) {
    if (facet.values_size() < 2) continue;
    page->facets.push_back(Group(query, sort, facet));
  }
  for (const v1::PaperHighlights& marks : found.highlights()) {
    const auto story =
        std::ranges::find(page->stories, marks.paper_id(),
                          [](const Story& one) { return one.paper.id(); });
    if (story == page->stories.end()) continue;
    for (const v1::Highlight& highlight : marks.highlights()) {
      if (highlight.field() == "title") story->title = MarkedText(highlight);
      if (highlight.field() == "abstract") {
        story->abstract = MarkedText(highlight);
        // A part from the middle.
        if (!story->abstract.empty() &&
            !story->paper.abstract().starts_with(highlight.fragment())) {
          story->abstract.insert(story->abstract.begin(), {"… "});
        }
      }
    }
  }
}

}  // namespace broadsheet::gateway
