#include "recommend/models/model_builder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "recommend/models/model_file.h"

namespace broadsheet::recommend {
namespace {

// Appends `row` as whole numbers up to `most`; returns their unit.
template <class Number>
float AppendQuantized(const float* row, size_t size, float most,
                      std::vector<Number>* to) {
  float largest = 0;
  for (size_t k = 0; k < size; ++k) {
    largest = std::max(largest, std::abs(row[k]));
  }
  const float inverse = largest > 0 ? most / largest : 0;
  for (size_t k = 0; k < size; ++k) {
    to->push_back(static_cast<Number>(std::lround(row[k] * inverse)));
  }
  return largest / most;
}

}  // namespace

void ModelBuilder::AddPaper(std::string_view id, uint32_t interactions) {
  papers_ += id;
  paper_ends_.push_back(papers_.size());
  interactions_.push_back(interactions);
}

void ModelBuilder::SetFactors(const DenseRows& items, std::vector<float> gram) {
  head_.factor_dimension = static_cast<uint32_t>(items.columns);
  gram_ = std::move(gram);
  for (float& value : gram_) value = std::max(value, 0.0f);
  factors_.reserve(items.values.size());
  for (size_t item = 0; item < items.rows(); ++item) {
    factor_scales_.push_back(
        AppendQuantized(items.Row(item), items.columns, 32767, &factors_));
  }
}

void ModelBuilder::SetNeighbours(const SparseRows& neighbours) {
  neighbour_ends_ = neighbours.ends;
  neighbours_.reserve(neighbours.index.size());
  for (size_t i = 0; i < neighbours.index.size(); ++i) {
    neighbours_.push_back({neighbours.index[i], neighbours.value[i]});
  }
}

void ModelBuilder::AddTerm(std::string_view text, const float* vector,
                           size_t dimension) {
  head_.text_dimension = static_cast<uint32_t>(dimension);
  ++head_.terms;
  term_texts_ += text;
  term_ends_.push_back(term_texts_.size());
  term_scales_.push_back(
      AppendQuantized(vector, dimension, 127, &term_values_));
}

void ModelBuilder::SetEncoder(std::string name, size_t dimension) {
  head_.text_dimension = static_cast<uint32_t>(dimension);
  encoder_ = std::move(name);
}

void ModelBuilder::SetTextCentres(const DenseRows& centres) {
  for (size_t row = 0; row < centres.rows(); ++row) {
    centre_scales_.push_back(AppendQuantized(centres.Row(row), centres.columns,
                                             127, &centre_values_));
  }
}

absl::Status ModelBuilder::Write(const std::string& path,
                                 std::string_view position) {
  head_.items = static_cast<uint32_t>(paper_ends_.size());
  neighbour_ends_.resize(paper_ends_.size(),
                         neighbour_ends_.empty() ? 0 : neighbour_ends_.back());
  ModelLayout layout;
  layout.head = head_;
  layout.position = position;
  layout.paper_ends = paper_ends_;
  layout.papers = papers_;
  layout.interactions = interactions_;
  layout.factor_scales = factor_scales_;
  layout.factors = factors_;
  layout.gram = gram_;
  layout.neighbour_ends = neighbour_ends_;
  layout.neighbours = neighbours_;
  layout.term_ends = term_ends_;
  layout.term_texts = term_texts_;
  layout.term_scales = term_scales_;
  layout.term_values = term_values_;
  layout.encoder = encoder_;
  layout.text_centres = {centre_scales_, centre_values_};
  return WriteModelFile(path, layout);
}

}  // namespace broadsheet::recommend
