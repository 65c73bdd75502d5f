#ifndef BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_
#define BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace broadsheet::recommend {

// Unit vectors in the midst of many others, as bytes with a scale each; rows of
// `values` are as long as the vectors. Views: of a model file.
struct Centres {
  std::span<const float> scales;
  std::span<const int8_t> values;

  size_t size() const { return scales.size(); }
};

// An inverted file: each paper is in the list of the centre of the largest
// product with its vector, and a search looks into the lists of the centres
// that are closest to its query (H. Jegou, M. Douze, C. Schmid, "Product
// Quantization for Nearest Neighbor Search", PAMI 2011, section IV). In which
// list a paper is depends on its vector alone, so that replicas agree.
//
// Not thread-safe; const methods may run at the same time.
class VectorLists {
 public:
  // `dimension` is a multiple of 32. Without centres there are no lists.
  VectorLists(size_t dimension, Centres centres);

  bool empty() const { return lists_.empty(); }
  size_t size() const { return lists_.size(); }
  const std::vector<uint32_t>& List(uint32_t list) const {
    return lists_[list];
  }

  // The list for a vector of these bytes; 0 without lists.
  uint32_t ListOf(const int8_t* vector) const;
  // Puts a paper into a list, out of the one before.
  void Put(uint32_t doc, uint32_t list);
  void Remove(uint32_t doc);
  // All lists, those closest to `query` first; ties by number.
  std::vector<uint32_t> Closest(const int8_t* query) const;

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};

  std::vector<float> Products(const int8_t* vector) const;

  size_t dimension_;
  Centres centres_;
  std::vector<std::vector<uint32_t>> lists_;  // Of papers, by centre.
  std::vector<uint32_t> list_of_;             // By paper.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_VECTOR_LISTS_H_
