#include "recommend/models/centre_training.h"

#include <algorithm>
#include <vector>

#include "recommend/models/byte_kernels.h"
#include "recommend/models/kernels.h"
#include "recommend/models/parallel.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kSlice = 256;

// Unit vectors of items chosen by lot, in a random order.
DenseRows DrawSample(size_t items, size_t dimension, const VectorOf& vector,
                     size_t wanted, uint64_t seed) {
  std::vector<uint32_t> order(items);
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  Random(seed).Shuffle(&order);
  DenseRows sample(std::min(wanted, items), dimension);
  size_t kept = 0;
  for (const uint32_t item : order) {
    if (kept == sample.rows()) break;
    float* row = sample.Row(kept);
    if (vector(item, {row, dimension}) && Normalize(row, dimension) > 0) ++kept;
  }
  sample.values.resize(kept * dimension);
  return sample;
}

struct ByteRows {
  explicit ByteRows(const DenseRows& rows)
      : values(rows.values.size()), scales(rows.rows()) {
    for (size_t row = 0; row < rows.rows(); ++row) {
      scales[row] = QuantizeBytes(rows.Row(row), rows.columns,
                                  values.data() + row * rows.columns);
    }
  }

  std::vector<int8_t> values;
  std::vector<float> scales;
};

// The closest of `centres` to each row of `sample`.
std::vector<uint32_t> Assign(const ByteRows& sample, const ByteRows& centres,
                             size_t dimension, int threads) {
  const size_t count = centres.scales.size();
  std::vector<uint32_t> closest(sample.scales.size());
  ParallelSlices(
      threads, closest.size(), kSlice, [&](size_t begin, size_t end, int) {
        std::vector<int32_t> products(count);
        for (size_t row = begin; row < end; ++row) {
          DotRows(sample.values.data() + row * dimension, centres.values.data(),
                  count, dimension, products.data());
          float best = -INFINITY;
          for (size_t i = 0; i < count; ++i) {
            const float product =
                static_cast<float>(products[i]) * centres.scales[i];
            if (product <= best) continue;
            best = product;
            closest[row] = static_cast<uint32_t>(i);
          }
        }
      });
  return closest;
}

// Each to the midst of what is closest to it.
void MoveCentres(const DenseRows& sample, const std::vector<uint32_t>& closest,
                 DenseRows* centres) {
  const size_t dimension = centres->columns;
  DenseRows sums(centres->rows(), dimension);
  for (size_t row = 0; row < sample.rows(); ++row) {
    AddScaled(1, sample.Row(row), sums.Row(closest[row]), dimension);
  }
  for (size_t row = 0; row < sums.rows(); ++row) {
    // One that nothing is close to stays where it is.
    if (Normalize(sums.Row(row), dimension) == 0) continue;
    std::copy_n(sums.Row(row), dimension, centres->Row(row));
  }
}

}  // namespace

std::optional<DenseRows> TrainCentres(size_t items, size_t dimension,
                                      const VectorOf& vector,
                                      const CentreOptions& options,
                                      uint64_t seed, int threads,
                                      const std::function<bool()>& step) {
  if (items < options.papers || dimension == 0) return DenseRows();
  const auto wanted =
      static_cast<size_t>(2 * std::sqrt(static_cast<double>(items)));
  const DenseRows sample =
      DrawSample(items, dimension, vector, options.sample * wanted, seed);
  const size_t count = std::min(wanted, sample.rows());
  const ByteRows sample_bytes(sample);
  DenseRows centres(count, dimension);
  // The sample is in a random order: its first rows are as good as any.
  std::copy_n(sample.values.begin(), centres.values.size(),
              centres.values.begin());
  for (int round = 0; round < options.rounds; ++round) {
    MoveCentres(sample,
                Assign(sample_bytes, ByteRows(centres), dimension, threads),
                &centres);
    if (!step()) return std::nullopt;
  }
  return centres;
}

}  // namespace broadsheet::recommend
