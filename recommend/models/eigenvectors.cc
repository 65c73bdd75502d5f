// Eigen's headers are heavy: they stay in this file.

#include "recommend/models/eigenvectors.h"

#include <Eigen/Dense>

namespace broadsheet::recommend {

Eigenvectors FindEigenvectors(const std::vector<float>& matrix, size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::Map<const Eigen::MatrixXf> map(matrix.data(), size, size);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      map.cast<double>());
  Eigenvectors result;
  result.values.resize(n);
  result.vectors.resize(n * n);
  for (size_t i = 0; i < n; ++i) {
    const auto column = static_cast<Eigen::Index>(n - 1 - i);
    result.values[i] = static_cast<float>(solver.eigenvalues()[column]);
    for (size_t k = 0; k < n; ++k) {
      result.vectors[i * n + k] = static_cast<float>(
          solver.eigenvectors()(static_cast<Eigen::Index>(k), column));
    }
  }
  return result;
}

}  // namespace broadsheet::recommend
