#ifndef BROADSHEET_RECOMMEND_SEARCH_FACET_COUNTER_H_
#define BROADSHEET_RECOMMEND_SEARCH_FACET_COUNTER_H_

#include <cstdint>
#include <map>
#include <vector>

#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

// Counts papers by year, category and whether they have code.
class FacetCounter {
 public:
  // `model` must outlive this.
  explicit FacetCounter(const ReadModel* model) : model_(model) {}

  void Count(DocId doc);
  // "year", "category" and "has_code", at most 20 values each; ties by value.
  std::vector<v1::Facet> Make() const;

 private:
  const ReadModel* model_;
  std::map<int32_t, int64_t> days_;
  std::vector<int64_t> categories_;  // By number.
  int64_t with_code_ = 0;
  int64_t without_code_ = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_FACET_COUNTER_H_
