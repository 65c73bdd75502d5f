#ifndef BROADSHEET_GATEWAY_WEB_FOLLOWS_H_
#define BROADSHEET_GATEWAY_WEB_FOLLOWS_H_

#include <string>
#include <string_view>

namespace broadsheet::gateway {

// What readers follow, as events name it: "author:Ada Lovelace" or
// "category:cs.CL".
std::string AuthorTarget(std::string_view name);
std::string CategoryTarget(std::string_view category);
// For people: "Ada Lovelace", "Computation and Language".
std::string FollowName(std::string_view target);
// The page about it.
std::string FollowUrl(std::string_view target);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_FOLLOWS_H_
