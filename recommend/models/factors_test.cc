#include "recommend/models/factors.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/kernels.h"
#include "recommend/models/random.h"
#include "recommend/models/ridge_solver.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kBlocks = 4;
constexpr size_t kItemsOfBlock = 20;

// Readers who each want half of one block of papers.
SparseRows PlantedBlocks(size_t readers) {
  Random random(7);
  SparseRows rows;
  rows.columns = kBlocks * kItemsOfBlock;
  for (size_t reader = 0; reader < readers; ++reader) {
    const size_t first = reader % kBlocks * kItemsOfBlock;
    for (size_t i = 0; i < kItemsOfBlock; ++i) {
      if (random.Below(2) == 0) {
        rows.Push(static_cast<uint32_t>(first + i), 1);
      }
    }
    rows.EndRow();
  }
  return rows;
}

// So few and random choices are fitted by heart without much regularization.
FactorOptions Small() {
  return {
      .dimension = 32, .unobserved = 0.1f, .regularization = 0.1f, .sweeps = 6};
}

Factors Train(const SparseRows& readers, const FactorOptions& options,
              int threads = 1) {
  return *TrainFactors(readers, options, 3, threads, [] { return true; });
}

std::vector<float> FoldIn(const std::vector<const float*>& rows,
                          const Factors& factors,
                          const FactorOptions& options) {
  std::vector<float> diagonal;
  ReaderDiagonal(options, factors.gram, factors.items.rows(), rows.size(),
                 &diagonal);
  std::vector<float> w(options.dimension);
  const std::vector<float> ones(rows.size(), 1.0f);
  RidgeSolver solver(options.dimension);
  EXPECT_TRUE(solver.Solve(rows, ones, diagonal, nullptr, w));
  return w;
}

TEST(TrainFactors, LowersTheLossWithEverySweep) {
  const SparseRows readers = PlantedBlocks(60);
  double last = 1e30;
  for (int sweeps = 1; sweeps <= 5; ++sweeps) {
    FactorOptions options = Small();
    options.sweeps = sweeps;
    const double loss = FactorLoss(readers, Train(readers, options), options);
    EXPECT_LT(loss, last * 1.0001) << sweeps;
    last = loss;
  }
}

TEST(TrainFactors, RecoversPlantedBlocks) {
  const FactorOptions options = Small();
  const Factors factors = Train(PlantedBlocks(80), options);
  for (size_t block = 0; block < kBlocks; ++block) {
    const size_t first = block * kItemsOfBlock;
    const std::vector<float> w =
        FoldIn({factors.items.Row(first), factors.items.Row(first + 1)},
               factors, options);
    float lowest_inside = 1e30f;
    float highest_outside = -1e30f;
    for (size_t item = 0; item < factors.items.rows(); ++item) {
      const float score =
          Dot(w.data(), factors.items.Row(item), options.dimension);
      float& bound =
          item / kItemsOfBlock == block ? lowest_inside : highest_outside;
      bound = item / kItemsOfBlock == block ? std::min(bound, score)
                                            : std::max(bound, score);
    }
    EXPECT_GT(lowest_inside, highest_outside) << block;
  }
}

TEST(TrainFactors, KeepsItemsWhereTheirGramMatrixIsDiagonal) {
  const Factors factors = Train(PlantedBlocks(60), Small());
  const size_t d = factors.items.columns;
  std::vector<float> gram(d * d, 0.0f);
  AddOuterProducts(factors.items.Row(0), d, factors.items.Row(0), d,
                   factors.items.rows(), gram.data());
  for (size_t i = 0; i < d; ++i) {
    for (size_t j = 0; j < d; ++j) {
      const float expected = i == j ? factors.gram[i] : 0;
      EXPECT_NEAR(gram[i * d + j], expected, 1e-3f * factors.gram[0]);
    }
  }
}

TEST(TrainFactors, GivesTheSameBitsWithAnyNumberOfThreads) {
  const SparseRows readers = PlantedBlocks(300);
  EXPECT_EQ(Train(readers, Small(), 1).items.values,
            Train(readers, Small(), 3).items.values);
}

TEST(TrainFactors, StopsWhenAsked) {
  int steps = 0;
  EXPECT_FALSE(TrainFactors(PlantedBlocks(60), Small(), 1, 1,
                            [&] { return ++steps < 3; }));
  EXPECT_EQ(steps, 3);
}

// The two ways of the solver, around the size where it changes.
TEST(RidgeSolver, SolvesTheNormalEquationsOfFewAndOfManyRows) {
  constexpr size_t kDimension = 32;
  Random random(5);
  for (const size_t n : {1u, 3u, 31u, 32u, 33u, 600u}) {
    std::vector<float> values(n * kDimension), weights(n), linear(kDimension);
    std::vector<float> diagonal(kDimension), w(kDimension);
    std::vector<const float*> rows;
    for (float& value : values) value = random.Normal();
    for (float& value : linear) value = random.Normal();
    for (float& value : weights) value = 0.5f + random.Unit();
    for (float& value : diagonal) value = 1 + 5 * random.Unit();
    for (size_t i = 0; i < n; ++i) rows.push_back(&values[i * kDimension]);
    RidgeSolver solver(kDimension);
    ASSERT_TRUE(solver.Solve(rows, weights, diagonal, linear.data(), w));
    for (size_t k = 0; k < kDimension; ++k) {
      double gradient = diagonal[k] * w[k] - linear[k];
      for (size_t i = 0; i < n; ++i) {
        const float error = Dot(rows[i], w.data(), kDimension) - 1;
        gradient += weights[i] * error * rows[i][k];
      }
      EXPECT_NEAR(gradient, 0, 2e-3) << n << " rows, " << k;
    }
  }
}

TEST(RidgeSolver, RefusesWhatIsNoNumber) {
  const std::vector<float> row(16, std::nanf(""));
  const std::vector<float> ones(16, 1.0f);
  std::vector<float> w(16, 5.0f);
  RidgeSolver solver(16);
  EXPECT_FALSE(solver.Solve(std::vector<const float*>{row.data()},
                            std::span(ones).first(1), ones, nullptr, w));
  EXPECT_EQ(w, std::vector<float>(16, 0.0f));
}

}  // namespace
}  // namespace broadsheet::recommend
