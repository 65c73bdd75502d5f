#include "recommend/models/factors.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "recommend/models/eigenvectors.h"
#include "recommend/models/kernels.h"
#include "recommend/models/parallel.h"
#include "recommend/models/random.h"
#include "recommend/models/ridge_solver.h"

namespace broadsheet::recommend {
namespace {

// Rows whose outer products are added up on one thread. The number of slices
// is bounded, and the sums are added in their order.
size_t GramSlice(size_t rows) { return std::max<size_t>(2048, rows / 32 + 1); }

std::vector<float> GramMatrix(const DenseRows& rows, int threads) {
  const size_t d = rows.columns;
  const size_t slice = GramSlice(rows.rows());
  const size_t slices = (rows.rows() + slice - 1) / slice;
  std::vector<std::vector<float>> sums(slices);
  ParallelSlices(threads, rows.rows(), slice,
                 [&](size_t begin, size_t end, int) {
                   std::vector<float>& sum = sums[begin / slice];
                   sum.assign(d * d, 0.0f);
                   AddOuterProducts(rows.Row(begin), d, rows.Row(begin), d,
                                    end - begin, sum.data());
                 });
  std::vector<float> gram(d * d, 0.0f);
  for (const auto& sum : sums) AddScaled(1, sum.data(), gram.data(), d * d);
  return gram;
}

// Solves for all rows of one side while the other is fixed.
class HalfSweep {
 public:
  HalfSweep(const FactorOptions& options, int threads)
      : options_(options), threads_(threads) {}

  // `entries` has a row for each of `solved`, its columns are rows of `fixed`.
  void Run(const SparseRows& entries, DenseRows* fixed, DenseRows* solved) {
    const std::vector<float> gram = Diagonalize(threads_, fixed);
    ParallelSlices(threads_, entries.rows(), 64,
                   [&](size_t begin, size_t end, int) {
                     RidgeSolver solver(fixed->columns);
                     std::vector<float> diagonal;
                     std::vector<const float*> rows;
                     for (size_t row = begin; row < end; ++row) {
                       rows.clear();
                       for (const uint32_t i : entries.Index(row)) {
                         rows.push_back(fixed->Row(i));
                       }
                       ReaderDiagonal(options_, gram, fixed->rows(),
                                      rows.size(), &diagonal);
                       solver.Solve(rows, entries.Value(row), diagonal, nullptr,
                                    {solved->Row(row), solved->columns});
                     }
                   });
  }

 private:
  const FactorOptions& options_;
  int threads_;
};

}  // namespace

void ReaderDiagonal(const FactorOptions& options,
                    const std::vector<float>& gram, size_t items, size_t count,
                    std::vector<float>* diagonal) {
  const float scale = static_cast<float>(count) +
                      options.unobserved * static_cast<float>(items);
  diagonal->resize(gram.size());
  for (size_t k = 0; k < gram.size(); ++k) {
    (*diagonal)[k] = options.unobserved * std::max(gram[k], 0.0f) +
                     options.regularization * scale;
  }
}

std::vector<float> Diagonalize(int threads, DenseRows* rows) {
  const size_t d = rows->columns;
  Eigenvectors basis = FindEigenvectors(GramMatrix(*rows, threads), d);
  ParallelSlices(threads, rows->rows(), 256,
                 [&](size_t begin, size_t end, int) {
                   std::vector<float> turned((end - begin) * d);
                   PairwiseDots(rows->Row(begin), end - begin,
                                basis.vectors.data(), d, d, turned.data());
                   std::ranges::copy(turned, rows->Row(begin));
                 });
  return std::move(basis.values);
}

std::optional<Factors> TrainFactors(const SparseRows& readers,
                                    const FactorOptions& options, uint64_t seed,
                                    int threads,
                                    const std::function<bool()>& step) {
  const SparseRows items = Transpose(readers);
  const size_t d = options.dimension;
  Factors result;
  result.items = DenseRows(readers.columns, d);
  DenseRows reader_factors(readers.rows(), d);
  Random random(seed);
  const float deviation = 0.1f / std::sqrt(static_cast<float>(d));
  for (float& value : result.items.values) value = deviation * random.Normal();
  HalfSweep half(options, threads);
  for (int sweep = 0; sweep < options.sweeps; ++sweep) {
    half.Run(readers, &result.items, &reader_factors);
    if (!step()) return std::nullopt;
    half.Run(items, &reader_factors, &result.items);
    if (!step()) return std::nullopt;
  }
  result.gram = Diagonalize(threads, &result.items);
  return result;
}

double FactorLoss(const SparseRows& readers, const Factors& factors,
                  const FactorOptions& options) {
  const size_t d = factors.items.columns;
  RidgeSolver solver(d);
  std::vector<float> diagonal;
  std::vector<float> w(d);
  std::vector<const float*> rows;
  double loss = 0;
  for (size_t reader = 0; reader < readers.rows(); ++reader) {
    rows.clear();
    for (const uint32_t item : readers.Index(reader)) {
      rows.push_back(factors.items.Row(item));
    }
    ReaderDiagonal(options, factors.gram, factors.items.rows(), rows.size(),
                   &diagonal);
    solver.Solve(rows, readers.Value(reader), diagonal, nullptr, w);
    for (size_t i = 0; i < rows.size(); ++i) {
      const double error = 1 - Dot(rows[i], w.data(), d);
      loss += readers.Value(reader)[i] * error * error;
    }
    for (size_t k = 0; k < d; ++k) loss += diagonal[k] * w[k] * w[k];
  }
  const SparseRows items = Transpose(readers);
  for (size_t item = 0; item < items.rows(); ++item) {
    const double scale =
        static_cast<double>(items.Count(item)) +
        options.unobserved * static_cast<double>(readers.rows());
    const float* row = factors.items.Row(item);
    loss += options.regularization * scale * Dot(row, row, d);
  }
  return loss;
}

}  // namespace broadsheet::recommend
