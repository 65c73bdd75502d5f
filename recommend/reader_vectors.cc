#include "recommend/reader_vectors.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace broadsheet::recommend {
namespace {

// The interest of a save, which training counts as 1.
constexpr double kSave = 5;
// How far dislikes push, as a part of the length of what is liked.
constexpr double kAversion = 0.3;

double Length(std::span<const float> vector) {
  double squares = 0;
  for (const float value : vector) squares += double{value} * value;
  return std::sqrt(squares);
}

void Add(double weight, std::span<const float> from, std::span<float> to) {
  for (size_t i = 0; i < to.size(); ++i) {
    to[i] += static_cast<float>(weight * from[i]);
  }
}

bool ReadFactors(const ServingModel& serving, DocId doc,
                 std::span<float> factors) {
  const auto item = serving.ItemOf(doc);
  // Those of training exactly; the vectors kept for scans are rounded.
  if (item && serving.model().ReadFactors(*item, factors)) return true;
  return serving.factors().Read(doc, factors);
}

// Moves `vector` away from the sum `disliked`.
void PushAway(std::span<const float> disliked, std::vector<float>* vector) {
  const double length = Length(disliked);
  if (length == 0 || vector->empty()) return;
  Add(-kAversion * Length(*vector) / length, disliked, *vector);
}

std::vector<float> FoldInFactors(const ServingModel& serving,
                                 const std::vector<Interest>& interests,
                                 float ease) {
  const size_t dimension = serving.factors().dimension();
  std::vector<float> rows(interests.size() * dimension);
  std::vector<float> disliked(dimension);
  std::vector<WeightedFactors> history;
  for (size_t i = 0; i < interests.size(); ++i) {
    const std::span<float> row(rows.data() + i * dimension, dimension);
    if (!ReadFactors(serving, interests[i].doc, row)) continue;
    const double weight = interests[i].weight / kSave;
    if (weight > 0) {
      history.push_back({row, static_cast<float>(weight)});
    } else {
      Add(-weight, row, disliked);
    }
  }
  std::vector<float> factors(dimension);
  if (!serving.model().FoldIn(history, factors, ease)) return {};
  PushAway(disliked, &factors);
  return factors;
}

std::vector<float> MixTexts(const ServingModel& serving,
                            const std::vector<Interest>& interests,
                            std::span<const float> asked) {
  const size_t dimension = serving.texts().dimension();
  std::vector<float> sum(dimension);
  std::vector<float> disliked(dimension);
  std::vector<float> one(dimension);
  for (const Interest& interest : interests) {
    if (!serving.texts().Read(interest.doc, one)) continue;
    const double weight = interest.weight / kSave;
    Add(std::abs(weight), one, weight > 0 ? sum : disliked);
  }
  if (asked.size() == dimension) Add(1, asked, sum);
  if (Length(sum) == 0) return {};
  PushAway(disliked, &sum);
  return sum;
}

}  // namespace

ReaderVectors FoldIn(const ServingModel& serving,
                     const std::vector<Interest>& interests,
                     std::span<const float> text, float ease) {
  ReaderVectors vectors;
  if (serving.has_factors()) {
    vectors.factors = FoldInFactors(serving, interests, ease);
  }
  if (serving.has_texts()) vectors.text = MixTexts(serving, interests, text);
  return vectors;
}

}  // namespace broadsheet::recommend
