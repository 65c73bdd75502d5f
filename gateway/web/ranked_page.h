#ifndef BROADSHEET_GATEWAY_WEB_RANKED_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_RANKED_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "ctemplate/template.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/story.h"

namespace broadsheet::gateway {

struct Link {
  std::string url;
  std::string name;
  bool current = false;
};

// Follows an author or a category, or no longer.
struct FollowButton {
  // "author:Ada Lovelace"; empty: there is no button.
  std::string target;
  bool following = false;
};

// A form of one field that leads to another list; without an action there is
// none.
struct ListForm {
  std::string action;
  // What the field is called, and its value.
  std::string label;
  std::string value;
  std::string button;
};

// Values of one property of the papers found, each with how many have it.
struct FacetGroup {
  std::string name;
  struct Value {
    Link link;
    std::string count;
  };
  std::vector<Value> values;
};

// A list in one column: trending, search results, a feed, a library.
struct RankedPage {
  std::string heading;
  // Where the list comes from.
  std::string origin;
  // A sentence before the list, ending in a link; empty: none.
  std::string hint;
  Link hint_link;
  // Fields to narrow the list to, or other lists beside it; empty: none.
  std::vector<Link> fields;
  const char* fields_label = "Fields";
  FollowButton follow;
  // Searches this list alone, by "q".
  ListForm own_search;
  // Takes a text that the papers should be about, by "text".
  ListForm text_form;
  // What else can be done with the list as a whole: export, import.
  std::vector<Link> tools;
  std::vector<Story> stories;
  Standings standings;
  // What only search has: ways to narrow and to order, a better spelling.
  std::vector<FacetGroup> facets;
  std::vector<Link> sorts;
  Link did_you_mean;
  // Of the first story; 0: the list is not numbered.
  int first_rank = 0;
  // Said instead of stories when there are none.
  std::string empty_lead;
  std::string empty_text;
  std::vector<Link> ways;
  // Empty: no such page.
  std::string first_url;
  std::string more_url;
};

// A row of links under the heading of a list, called `label` for those who hear
// the page; nothing when there are none.
void FillFields(const std::vector<Link>& fields, const char* label,
                ctemplate::TemplateDictionary& body);

absl::StatusOr<std::string> WriteRankedPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const RankedPage& page);

// The fields that Trending offers, `category` marked and added when it is
// another one.
std::vector<Link> TrendingFields(const std::string& category);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_RANKED_PAGE_H_
