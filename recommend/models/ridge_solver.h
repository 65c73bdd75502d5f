#ifndef BROADSHEET_RECOMMEND_MODELS_RIDGE_SOLVER_H_
#define BROADSHEET_RECOMMEND_MODELS_RIDGE_SOLVER_H_

#include <cstddef>
#include <span>
#include <vector>

namespace broadsheet::recommend {

// Finds w that minimises
//   sum over rows i of c_i (1 - w . h_i)^2  +  sum over k of D_k w_k^2
//   - 2 linear . w,
// where D is diagonal because factors are kept in the basis of the eigenvectors
// of their Gram matrix. So n rows of dimension d cost n^2 d, not d^3, when n is
// small (the matrix inversion lemma), and n d^2 + d^3 / 3 when it is not.
//
// Keeps its buffers; not thread-safe. Everything in one order: equal input
// gives equal bits.
class RidgeSolver {
 public:
  // `dimension` is a multiple of 16.
  explicit RidgeSolver(size_t dimension);

  // Rows are pointers to dimension() values; weights, one for each row, are
  // above 0; `diagonal` is above 0; `linear` is null for none. False when
  // the system cannot be solved (values that are not finite); w is all 0 then.
  bool Solve(std::span<const float* const> rows, std::span<const float> weights,
             std::span<const float> diagonal, const float* linear,
             std::span<float> w);

  size_t dimension() const { return dimension_; }

 private:
  // scaled_[i] = sqrt(c_i) h_i / sqrt(D) for rows [begin, end).
  void Scale(std::span<const float* const> rows, std::span<const float> weights,
             size_t begin, size_t end);
  bool SolveByRows(std::span<const float* const> rows,
                   std::span<const float> weights, const float* linear,
                   std::span<float> w);
  bool SolveByDimension(std::span<const float* const> rows,
                        std::span<const float> weights, const float* linear,
                        std::span<float> w);

  size_t dimension_;
  std::vector<float> inverse_root_;  // 1 / sqrt(D).
  std::vector<float> scaled_;
  std::vector<float> system_;
  std::vector<float> right_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_RIDGE_SOLVER_H_
