#ifndef BROADSHEET_RECOMMEND_LIST_REQUEST_H_
#define BROADSHEET_RECOMMEND_LIST_REQUEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/errors.h"

// What requests for lists must keep to, and what names a list in its page
// tokens. Errors are INVALID_ARGUMENT with field and rule.
namespace broadsheet::recommend {

// A text that people write: 1,000 bytes of UTF-8 at most.
absl::Status CheckText(std::string_view field, std::string_view text);
// At most 200.
absl::Status CheckCategories(int count);
absl::Status CheckSearch(const v1::SearchRequest& request);
absl::Status CheckFeed(const v1::FeedRequest& request);

template <class Strings>
std::vector<std::string> ToVector(const Strings& strings) {
  return {strings.begin(), strings.end()};
}
// A line each.
std::string JoinNames(const std::vector<std::string>& names);

// Fields in a fixed order, each with its length, so that no two differ alike.
template <class... Parts>
std::string Scope(const Parts&... parts) {
  std::string scope;
  ((scope += absl::StrCat(AsAbsl(parts).size(), ":", AsAbsl(parts))), ...);
  return scope;
}
// All that decides what a search lists.
std::string SearchScope(const v1::SearchRequest& request);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_LIST_REQUEST_H_
