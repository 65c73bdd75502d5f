#include "recommend/models/blend.h"

#include <algorithm>
#include <cmath>

namespace broadsheet::recommend {
namespace {

// A spread below this is rounding, and would be blown up.
constexpr double kMinSpread = 1e-12;
// Where hardly anybody has met anything, one reader would be many deviations.
constexpr double kLeastOfReaders = 1;

// Scores of a smaller deviation than `least` are not blown up to 1.
void AddScores(float weight, std::span<const float> scores,
               std::span<float> total, double least = 0) {
  if (weight == 0 || scores.empty()) return;
  double sum = 0;
  double squares = 0;
  for (const float score : scores) {
    sum += score;
    squares += static_cast<double>(score) * score;
  }
  const auto count = static_cast<double>(scores.size());
  const double mean = sum / count;
  const double variance = squares / count - mean * mean;
  if (!(variance > kMinSpread * (squares / count))) return;
  const double scale = weight / std::max(std::sqrt(variance), least);
  for (size_t i = 0; i < scores.size(); ++i) {
    total[i] += static_cast<float>(scale * (scores[i] - mean));
  }
}

}  // namespace

void Blend(const BlendWeights& weights, const BlendScores& scores,
           std::span<float> total) {
  std::ranges::fill(total, 0.0f);
  AddScores(weights.factors, scores.factors, total);
  AddScores(weights.neighbours, scores.neighbours, total);
  AddScores(weights.lexical, scores.lexical, total);
  AddScores(weights.text, scores.text, total);
  AddScores(weights.readers, scores.readers, total, kLeastOfReaders);
}

}  // namespace broadsheet::recommend
