#ifndef BROADSHEET_GATEWAY_WEB_CATEGORIES_H_
#define BROADSHEET_GATEWAY_WEB_CATEGORIES_H_

#include <string>
#include <string_view>

namespace broadsheet::gateway {

// "Computation and Language" for "cs.CL"; a category without a known name is
// its own name.
std::string CategoryName(std::string_view category);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_CATEGORIES_H_
