#include "recommend/models/blend.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using Scores = std::vector<float>;

Scores Blended(const BlendWeights& weights, const BlendScores& scores,
               size_t count) {
  Scores total(count, 7.0f);
  Blend(weights, scores, total);
  return total;
}

TEST(Blend, TakesNoNoticeOfTheUnitOfAScore) {
  const Scores small = {1, 2, 3, 6};
  const Scores large = {1010, 1020, 1030, 1060};
  const BlendWeights weights = {1, 0, 0, 0};
  const Scores one = Blended(weights, {.factors = small}, 4);
  const Scores other = Blended(weights, {.factors = large}, 4);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(one[i], other[i], 1e-4);
}

TEST(Blend, AddsScoresByTheirWeights) {
  const Scores up = {-1, 1};
  const Scores down = {1, -1};
  const Scores total = Blended({1, 0, 0.25f, 0.5f},
                               {.factors = up, .lexical = up, .text = down}, 2);
  EXPECT_NEAR(total[1], 0.75, 1e-6);
  EXPECT_NEAR(total[0], -0.75, 1e-6);
}

TEST(Blend, PrefersPapersOfMoreReadersWhereThatCounts) {
  const Scores equal = {3, 3};
  const Scores readers = {0, 1};
  const BlendScores scores = {.text = equal, .readers = readers};
  EXPECT_EQ(Blended(kWarmBlend, scores, 2), Scores(2, 0.0f));
  const Scores total = Blended(kSimilarBlend, scores, 2);
  EXPECT_GT(total[1], total[0]);
}

TEST(Blend, LiftsNoFarPaperAboveCloseOnesForItsOneReader) {
  Scores text(500, 0.0f);
  Scores readers(500, 0.0f);
  text[0] = 1;
  text[1] = 0.5f;
  readers[499] = std::log1p(1.0f);
  const Scores total =
      Blended(kSimilarBlend, {.text = text, .readers = readers}, 500);
  EXPECT_GT(total[1], total[499]);
  EXPECT_GT(total[499], total[498]);
}

TEST(Blend, LeavesOutScoresThatTellNothing) {
  const Scores equal = {3, 3, 3};
  EXPECT_EQ(Blended({}, {.factors = equal}, 3), Scores(3, 0.0f));
  EXPECT_EQ(Blended({}, {}, 3), Scores(3, 0.0f));
}

}  // namespace
}  // namespace broadsheet::recommend
