#include "recommend/models/sketches.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kDimension = 160;

// The first values lie further from 0 than the last.
std::vector<float> Spreads() {
  std::vector<float> spreads;
  for (size_t k = 0; k < kDimension; ++k) {
    spreads.push_back(2 / (1 + 0.1f * static_cast<float>(k)));
  }
  return spreads;
}

std::vector<float> RandomVector(Random* random) {
  std::vector<float> vector = Spreads();
  for (float& value : vector) value *= random->Normal();
  return vector;
}

float Product(const std::vector<float>& a, const std::vector<float>& b) {
  float sum = 0;
  for (size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

TEST(Sketcher, TellsProductsWithinTheErrorOfTwoBits) {
  const Sketcher sketcher(Spreads());
  Random random(21);
  // An odd number: rows are taken by four.
  constexpr size_t kCount = 1037;
  std::vector<std::vector<float>> vectors;
  std::vector<uint8_t> sketches(kCount * sketcher.bytes());
  std::vector<float> units(kCount);
  for (size_t i = 0; i < kCount; ++i) {
    vectors.push_back(RandomVector(&random));
    units[i] =
        sketcher.Write(vectors[i], sketches.data() + i * sketcher.bytes());
  }
  const std::vector<float> query = RandomVector(&random);
  std::vector<float> scores(kCount);
  sketcher.Score(sketcher.Prepare(query), sketches.data(), units,
                 scores.data());
  double squares = 0;
  double errors = 0;
  for (size_t i = 0; i < kCount; ++i) {
    const double exact = Product(query, vectors[i]);
    squares += exact * exact;
    errors += (scores[i] - exact) * (scores[i] - exact);
  }
  // An eighth of the square is lost, and a little for the query's bytes.
  EXPECT_NEAR(errors / squares, 0.12, 0.04);
}

TEST(Sketcher, WritesNothingOfZeros) {
  const Sketcher sketcher(Spreads());
  std::vector<uint8_t> sketch(sketcher.bytes(), 7);
  EXPECT_EQ(sketcher.Write(std::vector<float>(kDimension), sketch.data()), 0);
  EXPECT_EQ(sketch, std::vector<uint8_t>(sketcher.bytes()));
  EXPECT_EQ(
      sketcher.Write(std::vector<float>(kDimension, 1e-44f), sketch.data()), 0);
}

TEST(Sketcher, WritesNothingOfWhatIsTooSmallToDivideBy) {
  const Sketcher sketcher(std::vector<float>(kDimension, 1));
  std::vector<float> vector(kDimension);  // The other values are 0.
  vector[5] = 1e-40f;
  std::vector<uint8_t> sketch(sketcher.bytes());
  EXPECT_EQ(sketcher.Write(vector, sketch.data()), 0);
}

TEST(Sketcher, PassesOverValuesThatTellNothing) {
  std::vector<float> spreads(kDimension, 1);
  spreads[3] = 0;
  const Sketcher sketcher(spreads);
  std::vector<float> vector(kDimension, 1);
  vector[3] = 1000;
  std::vector<uint8_t> sketch(sketcher.bytes());
  const std::vector<float> units = {sketcher.Write(vector, sketch.data())};
  float score = 0;
  sketcher.Score(sketcher.Prepare(vector), sketch.data(), units, &score);
  EXPECT_NEAR(score, kDimension - 1, 2);
}

}  // namespace
}  // namespace broadsheet::recommend
