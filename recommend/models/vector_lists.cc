#include "recommend/models/vector_lists.h"

#include <algorithm>
#include <numeric>

#include "recommend/models/kernels.h"

namespace broadsheet::recommend {

VectorLists::VectorLists(size_t dimension, Centres centres)
    : dimension_(dimension), centres_(centres), lists_(centres.size()) {}

std::vector<float> VectorLists::Products(const int8_t* vector) const {
  std::vector<int32_t> whole(centres_.size());
  DotRows(vector, centres_.values.data(), centres_.size(), dimension_,
          whole.data());
  std::vector<float> products(whole.size());
  for (size_t i = 0; i < whole.size(); ++i) {
    products[i] = static_cast<float>(whole[i]) * centres_.scales[i];
  }
  return products;
}

uint32_t VectorLists::ListOf(const int8_t* vector) const {
  const std::vector<float> products = Products(vector);
  return static_cast<uint32_t>(
      std::max_element(products.begin(), products.end()) - products.begin());
}

void VectorLists::Put(uint32_t doc, uint32_t list) {
  if (lists_.empty()) return;
  if (doc < list_of_.size() && list_of_[doc] == list) return;
  Remove(doc);
  if (doc >= list_of_.size()) list_of_.resize(doc + 1, kNone);
  list_of_[doc] = list;
  lists_[list].push_back(doc);
}

void VectorLists::Remove(uint32_t doc) {
  if (doc >= list_of_.size() || list_of_[doc] == kNone) return;
  std::erase(lists_[list_of_[doc]], doc);
  list_of_[doc] = kNone;
}

std::vector<uint32_t> VectorLists::Closest(const int8_t* query) const {
  const std::vector<float> products = Products(query);
  std::vector<uint32_t> order(lists_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    return products[a] != products[b] ? products[a] > products[b] : a < b;
  });
  return order;
}

}  // namespace broadsheet::recommend
