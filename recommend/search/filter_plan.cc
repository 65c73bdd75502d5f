#include "recommend/search/filter_plan.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace broadsheet::recommend {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Both lower case. "cs" is the whole archive, as "cs.*" is.
bool Fits(std::string_view category, std::string_view pattern) {
  if (!pattern.empty() && pattern.back() == '*') {
    pattern.remove_suffix(1);
    return category.starts_with(pattern);
  }
  return category == pattern ||
         (category.size() > pattern.size() && category.starts_with(pattern) &&
          category[pattern.size()] == '.');
}

}  // namespace

FilterPlan::FilterPlan(const ReadModel& model, const QueryFilters& filters)
    : model_(model), filters_(filters), any_(filters.any()) {
  for (const auto& patterns : filters.categories) {
    categories_.push_back(FindCategories(patterns));
  }
  without_categories_ = FindCategories(filters.without_categories);
}

FilterPlan::CategorySet FilterPlan::FindCategories(
    const std::vector<std::string>& patterns) const {
  const Catalogue& catalogue = model_.catalogue();
  CategorySet set;
  if (patterns.empty()) return set;
  set.resize(catalogue.categories());
  for (CategoryId id = 0; id < set.size(); ++id) {
    const std::string name = Lower(catalogue.CategoryName(id));
    set[id] = std::any_of(patterns.begin(), patterns.end(),
                          [&](const auto& p) { return Fits(name, p); });
  }
  return set;
}

bool FilterPlan::HasCategory(DocId doc, const CategorySet& set) const {
  const auto& own = model_.catalogue().Get(doc).categories;
  return std::any_of(own.begin(), own.end(),
                     [&](CategoryId id) { return id < set.size() && set[id]; });
}

bool FilterPlan::Admits(DocId doc) const {
  if (!any_) return true;
  const PaperFacts::Facts& facts = model_.facts().Of(doc);
  if ((facts.has & filters_.has) != filters_.has ||
      (facts.has & filters_.has_not) != 0) {
    return false;
  }
  if (filters_.dated() &&
      (facts.day == kNoDay || facts.day < filters_.first_day ||
       facts.day > filters_.last_day)) {
    return false;
  }
  for (const CategorySet& set : categories_) {
    if (!HasCategory(doc, set)) return false;
  }
  return without_categories_.empty() || !HasCategory(doc, without_categories_);
}

}  // namespace broadsheet::recommend
