#ifndef BROADSHEET_RECOMMEND_MODELS_EIGENVECTORS_H_
#define BROADSHEET_RECOMMEND_MODELS_EIGENVECTORS_H_

#include <cstddef>
#include <vector>

namespace broadsheet::recommend {

struct Eigenvectors {
  std::vector<float> values;
  std::vector<float> vectors;  // One a row, of length 1, in the same order.
};

// Of a symmetric matrix of n rows, largest values first.
Eigenvectors FindEigenvectors(const std::vector<float>& matrix, size_t n);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_EIGENVECTORS_H_
