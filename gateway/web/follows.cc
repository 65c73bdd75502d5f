#include "gateway/web/follows.h"

#include "gateway/web/categories.h"
#include "gateway/web/links.h"

namespace broadsheet::gateway {
namespace {

constexpr std::string_view kAuthor = "author:";
constexpr std::string_view kCategory = "category:";

}  // namespace

std::string AuthorTarget(std::string_view name) {
  return std::string(kAuthor) + std::string(name);
}

std::string CategoryTarget(std::string_view category) {
  return std::string(kCategory) + std::string(category);
}

std::string FollowName(std::string_view target) {
  if (target.starts_with(kAuthor)) {
    return std::string(target.substr(kAuthor.size()));
  }
  if (target.starts_with(kCategory)) {
    return CategoryName(target.substr(kCategory.size()));
  }
  return std::string(target);
}

std::string FollowUrl(std::string_view target) {
  if (target.starts_with(kAuthor)) {
    return AuthorUrl(target.substr(kAuthor.size()));
  }
  if (target.starts_with(kCategory)) {
    return WithQuery(
        "/papers/trending",
        {{"category", std::string(target.substr(kCategory.size()))}});
  }
  return "/settings";
}

}  // namespace broadsheet::gateway
