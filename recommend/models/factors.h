#ifndef BROADSHEET_RECOMMEND_MODELS_FACTORS_H_
#define BROADSHEET_RECOMMEND_MODELS_FACTORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "recommend/models/sparse_rows.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// A dense matrix by rows.
struct DenseRows {
  size_t columns = 0;
  std::vector<float> values;

  DenseRows() = default;
  DenseRows(size_t rows, size_t width)
      : columns(width), values(rows * width, 0.0f) {}
  size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  float* Row(size_t row) { return values.data() + row * columns; }
  const float* Row(size_t row) const { return values.data() + row * columns; }
};

// What factorization learned. Items are in the basis in which their Gram matrix
// (sum over items of h h^T) is diagonal; `gram` is that diagonal.
struct Factors {
  DenseRows items;
  std::vector<float> gram;
};

// The diagonal of a reader's ridge system (RidgeSolver) with `count` papers.
void ReaderDiagonal(const FactorOptions& options,
                    const std::vector<float>& gram, size_t items, size_t count,
                    std::vector<float>* diagonal);

// Rotates `rows` into the basis in which their Gram matrix is diagonal, and
// returns that diagonal.
std::vector<float> Diagonalize(int threads, DenseRows* rows);

// Alternating least squares over `readers` (a row a reader, a column an item,
// values are weights above 0). `step` is called after each half sweep; when it
// says false, training ends without a result.
std::optional<Factors> TrainFactors(const SparseRows& readers,
                                    const FactorOptions& options, uint64_t seed,
                                    int threads,
                                    const std::function<bool()>& step);

// The objective of FactorOptions, with each reader's best factors.
double FactorLoss(const SparseRows& readers, const Factors& factors,
                  const FactorOptions& options);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_FACTORS_H_
