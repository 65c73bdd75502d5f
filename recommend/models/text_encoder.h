#ifndef BROADSHEET_RECOMMEND_MODELS_TEXT_ENCODER_H_
#define BROADSHEET_RECOMMEND_MODELS_TEXT_ENCODER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "recommend/models/model_layout.h"

namespace broadsheet::recommend {

// A stem of a text (TextAnalyzer), with how often it occurs. Of a paper, an
// occurrence in the title counts as kTitleCount.
struct TextTerm {
  std::string_view text;
  float count = 1;
};
inline constexpr float kTitleCount = 2;

// Turns texts into vectors whose product tells how close they are in meaning:
//   v = sum over terms of (1 + ln count) * vector(term), scaled to length 1.
// A query and a paper are encoded alike. Thread-safe; views the file of the
// model that holds it.
class TextEncoder {
 public:
  // Encodes nothing.
  TextEncoder() = default;
  // `layout` must outlive this.
  explicit TextEncoder(const ModelLayout& layout);

  size_t dimension() const { return dimension_; }

  // Writes dimension() values. False when no term is known; all are 0 then.
  // Terms may repeat and have any order; equal bags give equal vectors.
  bool Encode(std::span<const TextTerm> terms, std::span<float> vector) const;

 private:
  // What is added to the sum for one term.
  struct Part {
    uint32_t row = 0;
    float weight = 0;
  };
  std::vector<Part> PartsOf(std::span<const TextTerm> terms) const;

  size_t dimension_ = 0;
  absl::flat_hash_map<absl::string_view, uint32_t> rows_;
  const int8_t* values_ = nullptr;  // One row of dimension_ for each term.
  const float* scales_ = nullptr;   // One for each row.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TEXT_ENCODER_H_
