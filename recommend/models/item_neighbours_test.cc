#include "recommend/models/item_neighbours.h"

#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kItems = 12;

SparseRows RandomReaders() {
  Random random(8);
  SparseRows readers;
  readers.columns = kItems;
  for (int reader = 0; reader < 200; ++reader) {
    for (uint32_t item = 0; item < kItems; ++item) {
      if (random.Below(3) == 0) readers.Push(item, 1);
    }
    readers.EndRow();
  }
  return readers;
}

using Matrix = std::vector<std::vector<double>>;

// Gauss-Jordan, which a small positive definite matrix stands.
Matrix Inverse(Matrix a) {
  const size_t n = a.size();
  Matrix inverse(n, std::vector<double>(n, 0));
  for (size_t i = 0; i < n; ++i) inverse[i][i] = 1;
  for (size_t pivot = 0; pivot < n; ++pivot) {
    const double scale = 1 / a[pivot][pivot];
    for (size_t j = 0; j < n; ++j) {
      a[pivot][j] *= scale;
      inverse[pivot][j] *= scale;
    }
    for (size_t i = 0; i < n; ++i) {
      const double factor = a[i][pivot];
      if (i == pivot) continue;
      for (size_t j = 0; j < n; ++j) {
        a[i][j] -= factor * a[pivot][j];
        inverse[i][j] -= factor * inverse[pivot][j];
      }
    }
  }
  return inverse;
}

// EASE in closed form: with P the inverse of X^T X + ridge, the weight from i
// to j is -P[i][j] / P[j][j].
Matrix ClosedForm(const SparseRows& readers, double ridge) {
  Matrix gram(kItems, std::vector<double>(kItems, 0));
  for (size_t i = 0; i < kItems; ++i) gram[i][i] = ridge;
  for (size_t reader = 0; reader < readers.rows(); ++reader) {
    for (const uint32_t i : readers.Index(reader)) {
      for (const uint32_t j : readers.Index(reader)) gram[i][j] += 1;
    }
  }
  Matrix weights = Inverse(gram);
  for (size_t j = 0; j < kItems; ++j) {
    const double scale = -1 / weights[j][j];
    for (size_t i = 0; i < kItems; ++i) weights[i][j] *= scale;
  }
  return weights;
}

TEST(TrainNeighbours, IsEaseWhenAllItemsAreCandidates) {
  const SparseRows readers = RandomReaders();
  const NeighbourOptions options = {
      .candidates = kItems, .ridge = 5, .kept = kItems};
  const auto weights =
      TrainNeighbours(readers, options, 4, 2, [] { return true; });
  ASSERT_TRUE(weights);
  const Matrix expected = ClosedForm(readers, 5);
  for (size_t i = 0; i < kItems; ++i) {
    ASSERT_EQ(weights->Count(i), kItems - 1);
    for (size_t k = 0; k < kItems - 1; ++k) {
      const uint32_t j = weights->Index(i)[k];
      EXPECT_NE(i, j);
      EXPECT_NEAR(weights->Value(i)[k], expected[i][j], 1e-5);
    }
  }
}

TEST(TrainNeighbours, KeepsNoMoreWeightsThanItMay) {
  const SparseRows readers = RandomReaders();
  const auto few =
      TrainNeighbours(readers, {.candidates = 8, .ridge = 5, .kept = 3}, 1, 1,
                      [] { return true; });
  EXPECT_LE(few->index.size(), 3 * kItems);
  const auto bounded = TrainNeighbours(
      readers,
      {.candidates = 8, .ridge = 5, .kept = 8, .kept_in_all = 2 * kItems + 2},
      1, 1, [] { return true; });
  EXPECT_LE(bounded->index.size(), 2 * kItems);
}

TEST(TrainNeighbours, LearnsFromSomeReadersWhenThereAreTooMany) {
  const auto weights = TrainNeighbours(
      RandomReaders(), {.candidates = 8, .ridge = 5, .interactions = 100}, 1, 1,
      [] { return true; });
  ASSERT_TRUE(weights);
  EXPECT_GT(weights->index.size(), 0u);
}

TEST(TrainNeighbours, StopsWhenAsked) {
  EXPECT_FALSE(
      TrainNeighbours(RandomReaders(), {}, 4, 1, [] { return false; }));
}

}  // namespace
}  // namespace broadsheet::recommend
