#include "recommend/models/factor_prior.h"

#include <cstddef>
#include <vector>

#include "recommend/models/kernels.h"
#include "recommend/models/parallel.h"

namespace broadsheet::recommend {

DenseRows LeanOnNeighbours(const DenseRows& items,
                           const std::vector<uint32_t>& interactions,
                           const SparseRows& neighbours, float prior,
                           int threads) {
  const size_t d = items.columns;
  DenseRows result = items;
  ParallelSlices(
      threads, items.rows(), 256, [&](size_t begin, size_t end, int) {
        std::vector<float> sum(d);
        for (size_t item = begin; item < end; ++item) {
          sum.assign(d, 0.0f);
          float total = 0;
          for (uint64_t at = neighbours.Begin(item); at < neighbours.ends[item];
               ++at) {
            const uint32_t other = neighbours.index[at];
            if (interactions[other] == 0) continue;
            total += neighbours.value[at];
            AddScaled(neighbours.value[at], items.Row(other), sum.data(), d);
          }
          if (total <= 0) continue;
          const auto own = static_cast<float>(interactions[item]);
          const float of_prior = prior / (prior + own);
          float* row = result.Row(item);
          for (size_t k = 0; k < d; ++k) {
            row[k] = (1 - of_prior) * row[k] + of_prior * sum[k] / total;
          }
        }
      });
  return result;
}

}  // namespace broadsheet::recommend
