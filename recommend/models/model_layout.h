#ifndef BROADSHEET_RECOMMEND_MODELS_MODEL_LAYOUT_H_
#define BROADSHEET_RECOMMEND_MODELS_MODEL_LAYOUT_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "recommend/models/vector_lists.h"

namespace broadsheet::recommend {

// The number of a paper within one model.
using ItemId = uint32_t;

// A weight that leads from one paper to another.
struct ItemWeight {
  ItemId item = 0;
  float weight = 0;

  bool operator==(const ItemWeight&) const = default;
};

// The first section: counts, and what the numbers were made with.
struct ModelHead {
  uint32_t items = 0;
  uint32_t factor_dimension = 0;  // 0: no factors; else a multiple of 16.
  uint32_t terms = 0;
  uint32_t text_dimension = 0;  // 0: no texts; else a multiple of 32.
  uint64_t readers = 0;
  uint64_t interactions = 0;
  uint64_t seed = 0;
  float unobserved = 0;  // FactorOptions, which fold-in needs.
  float regularization = 0;
  uint32_t factor_items = 0;  // Papers over which `gram` is the sum.
  uint32_t reserved = 0;
};
static_assert(sizeof(ModelHead) == 56);

// Views of the sections of a model. Texts are one after another; `..._ends`
// says where each ends.
struct ModelLayout {
  ModelHead head;
  std::string_view position;
  std::span<const uint64_t> paper_ends;  // Of ids, ascending and different.
  std::string_view papers;
  std::span<const uint32_t> interactions;  // Readers of each item.
  // Rows of factors, as 16-bit values times the row's scale; scale 0: none.
  std::span<const float> factor_scales;
  std::span<const int16_t> factors;
  std::span<const float> gram;
  std::span<const uint64_t> neighbour_ends;
  std::span<const ItemWeight> neighbours;  // Of each item, by item.
  std::span<const uint64_t> term_ends;     // Of texts, ascending and different.
  std::string_view term_texts;
  // Rows of the terms' vectors, as bytes times the row's scale.
  std::span<const float> term_scales;
  std::span<const int8_t> term_values;
  // Of the papers' texts; none: few enough papers to look at all.
  Centres text_centres;
  // The embedding server that makes the vectors of texts; there are no terms
  // then. Empty: the terms do.
  std::string_view encoder;

  std::string_view Paper(ItemId item) const {
    return Text(papers, paper_ends, item);
  }
  std::string_view Term(uint32_t term) const {
    return Text(term_texts, term_ends, term);
  }

 private:
  static std::string_view Text(std::string_view texts,
                               std::span<const uint64_t> ends, uint32_t i) {
    const uint64_t begin = i == 0 ? 0 : ends[i - 1];
    return texts.substr(begin, ends[i] - begin);
  }
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_MODEL_LAYOUT_H_
