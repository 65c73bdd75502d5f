#include "recommend/models/text_encoder.h"

#include <algorithm>

#include "common/errors.h"
#include "recommend/models/kernels.h"
#include "recommend/models/term_weight.h"

namespace broadsheet::recommend {

TextEncoder::TextEncoder(const ModelLayout& layout)
    : dimension_(layout.head.text_dimension),
      values_(layout.term_values.data()),
      scales_(layout.term_scales.data()) {
  if (dimension_ == 0) return;
  rows_.reserve(layout.head.terms);
  for (uint32_t row = 0; row < layout.head.terms; ++row) {
    rows_.emplace(AsAbsl(layout.Term(row)), row);
  }
}

// By row, each once, so that the order of the terms has no influence.
std::vector<TextEncoder::Part> TextEncoder::PartsOf(
    std::span<const TextTerm> terms) const {
  std::vector<Part> parts;
  parts.reserve(terms.size());
  for (const TextTerm& term : terms) {
    const auto found = rows_.find(AsAbsl(term.text));
    if (found == rows_.end() || !(term.count > 0)) continue;
    parts.push_back({found->second, term.count});
  }
  std::ranges::sort(parts, [](const Part& a, const Part& b) {
    return a.row != b.row ? a.row < b.row : a.weight < b.weight;
  });
  size_t kept = 0;
  for (const Part& part : parts) {
    if (kept > 0 && parts[kept - 1].row == part.row) {
      parts[kept - 1].weight += part.weight;
    } else {
      parts[kept++] = part;
    }
  }
  parts.resize(kept);
  return parts;
}

bool TextEncoder::Encode(std::span<const TextTerm> terms,
                         std::span<float> vector) const {
  std::ranges::fill(vector, 0.0f);
  if (dimension_ == 0) return false;
  for (const Part& part : PartsOf(terms)) {
    const float weight = scales_[part.row] * TermWeight(part.weight);
    const int8_t* row = values_ + part.row * dimension_;
    for (size_t k = 0; k < dimension_; ++k) vector[k] += weight * row[k];
  }
  return Normalize(vector.data(), dimension_) > 0;
}

}  // namespace broadsheet::recommend
