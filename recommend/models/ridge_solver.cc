#include "recommend/models/ridge_solver.h"

#include <algorithm>
#include <cmath>

#include "recommend/models/kernels.h"

namespace broadsheet::recommend {
namespace {

// Rows that are scaled at once where there are more than dimensions.
constexpr size_t kChunk = 256;

}  // namespace

RidgeSolver::RidgeSolver(size_t dimension)
    : dimension_(dimension), inverse_root_(dimension) {}

bool RidgeSolver::Solve(std::span<const float* const> rows,
                        std::span<const float> weights,
                        std::span<const float> diagonal, const float* linear,
                        std::span<float> w) {
  for (size_t k = 0; k < dimension_; ++k) {
    inverse_root_[k] = 1 / std::sqrt(diagonal[k]);
  }
  std::ranges::fill(w, 0.0f);
  const bool solved = rows.size() < dimension_
                          ? SolveByRows(rows, weights, linear, w)
                          : SolveByDimension(rows, weights, linear, w);
  bool finite = solved;
  for (size_t k = 0; k < dimension_; ++k) {
    w[k] *= inverse_root_[k];
    finite = finite && std::isfinite(w[k]);
  }
  if (!finite) std::ranges::fill(w, 0.0f);
  return finite;
}

void RidgeSolver::Scale(std::span<const float* const> rows,
                        std::span<const float> weights, size_t begin,
                        size_t end) {
  scaled_.resize(std::max(scaled_.size(), (end - begin) * dimension_));
  for (size_t i = begin; i < end; ++i) {
    float* to = scaled_.data() + (i - begin) * dimension_;
    const float root = std::sqrt(weights[i]);
    for (size_t k = 0; k < dimension_; ++k) {
      to[k] = root * rows[i][k] * inverse_root_[k];
    }
  }
}

// With S the scaled rows and z = sqrt(D) w, the solution of
// (I + S^T S) z = S^T sqrt(c) + l is  z = l + S^T (I + S S^T)^-1 (sqrt(c) - S
// l).
bool RidgeSolver::SolveByRows(std::span<const float* const> rows,
                              std::span<const float> weights,
                              const float* linear, std::span<float> w) {
  const size_t n = rows.size();
  Scale(rows, weights, 0, n);
  if (linear != nullptr) {
    for (size_t k = 0; k < dimension_; ++k) w[k] = linear[k] * inverse_root_[k];
  }
  system_.resize(std::max(system_.size(), n * n));
  GramRows(scaled_.data(), n, dimension_, system_.data());
  right_.resize(std::max(right_.size(), std::max(n, dimension_)));
  for (size_t i = 0; i < n; ++i) {
    system_[i * n + i] += 1;
    right_[i] = std::sqrt(weights[i]);
    if (linear != nullptr) {
      right_[i] -= Dot(scaled_.data() + i * dimension_, w.data(), dimension_);
    }
  }
  if (!Factorize(system_.data(), n)) return false;
  SolveFactorized(system_.data(), n, right_.data());
  for (size_t i = 0; i < n; ++i) {
    AddScaled(right_[i], scaled_.data() + i * dimension_, w.data(), dimension_);
  }
  return true;
}

bool RidgeSolver::SolveByDimension(std::span<const float* const> rows,
                                   std::span<const float> weights,
                                   const float* linear, std::span<float> w) {
  const size_t d = dimension_;
  system_.assign(std::max(system_.size(), d * d), 0.0f);
  for (size_t k = 0; k < d; ++k) {
    system_[k * d + k] = 1;
    if (linear != nullptr) w[k] = linear[k] * inverse_root_[k];
  }
  for (size_t begin = 0; begin < rows.size(); begin += kChunk) {
    const size_t end = std::min(rows.size(), begin + kChunk);
    Scale(rows, weights, begin, end);
    AddOuterProducts(scaled_.data(), d, scaled_.data(), d, end - begin,
                     system_.data());
    for (size_t i = begin; i < end; ++i) {
      AddScaled(std::sqrt(weights[i]), scaled_.data() + (i - begin) * d,
                w.data(), d);
    }
  }
  if (!Factorize(system_.data(), d)) return false;
  SolveFactorized(system_.data(), d, w.data());
  return true;
}

}  // namespace broadsheet::recommend
