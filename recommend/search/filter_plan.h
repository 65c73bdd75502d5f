#ifndef BROADSHEET_RECOMMEND_SEARCH_FILTER_PLAN_H_
#define BROADSHEET_RECOMMEND_SEARCH_FILTER_PLAN_H_

#include <vector>

#include "recommend/read_model.h"
#include "recommend/search/query.h"

namespace broadsheet::recommend {

// The conditions of a query that are not words, made ready for one state of the
// read model.
class FilterPlan {
 public:
  // Both must outlive this.
  FilterPlan(const ReadModel& model, const QueryFilters& filters);

  // `doc` must be listed.
  bool Admits(DocId doc) const;

 private:
  using CategorySet = std::vector<bool>;  // By CategoryId.

  CategorySet FindCategories(const std::vector<std::string>& patterns) const;
  bool HasCategory(DocId doc, const CategorySet& set) const;

  const ReadModel& model_;
  const QueryFilters& filters_;
  const bool any_;
  std::vector<CategorySet> categories_;
  CategorySet without_categories_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_FILTER_PLAN_H_
