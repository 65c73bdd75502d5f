#ifndef BROADSHEET_RECOMMEND_MODELS_MODEL_BUILDER_H_
#define BROADSHEET_RECOMMEND_MODELS_MODEL_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "recommend/models/factors.h"
#include "recommend/models/model_layout.h"
#include "recommend/models/sparse_rows.h"

namespace broadsheet::recommend {

// Gathers the parts of a model and writes them. Parts that are not set are
// empty. Not thread-safe.
class ModelBuilder {
 public:
  explicit ModelBuilder(const ModelHead& head) : head_(head) {}

  // Papers in the order of their ids, with their numbers of readers.
  void AddPaper(std::string_view id, uint32_t interactions);
  // Rows of zeros are items without factors.
  void SetFactors(const DenseRows& items, std::vector<float> gram);
  // A row for each item.
  void SetNeighbours(const SparseRows& neighbours);
  // Terms in the order of their texts.
  void AddTerm(std::string_view text, const float* vector, size_t dimension);

  // In place of terms: vectors of texts are of an embedding server.
  void SetEncoder(std::string name, size_t dimension);

  // Unit vectors; no rows: none.
  void SetTextCentres(const DenseRows& centres);

  absl::Status Write(const std::string& path, std::string_view position);

 private:
  ModelHead head_;
  std::vector<uint64_t> paper_ends_;
  std::string papers_;
  std::vector<uint32_t> interactions_;
  std::vector<float> factor_scales_;
  std::vector<int16_t> factors_;
  std::vector<float> gram_;
  std::vector<uint64_t> neighbour_ends_;
  std::vector<ItemWeight> neighbours_;
  std::vector<uint64_t> term_ends_;
  std::string term_texts_;
  std::vector<float> term_scales_;
  std::vector<int8_t> term_values_;
  std::string encoder_;
  std::vector<float> centre_scales_;
  std::vector<int8_t> centre_values_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_MODEL_BUILDER_H_
