#include "recommend/models/sketches.h"

#include <algorithm>
#include <cmath>

#include "recommend/models/byte_kernels.h"

namespace broadsheet::recommend {
namespace {

// Of four equal steps, in standard deviations of a normal distribution.
constexpr float kStep = 0.9957f;
constexpr size_t kBlock = 512;

}  // namespace

float Sketcher::Write(std::span<const float> vector, uint8_t* sketch) const {
  const size_t size = spreads_.size();
  std::vector<float> values(size);
  double square = 0;
  for (size_t k = 0; k < size; ++k) {
    if (spreads_[k] > 0) values[k] = vector[k] / spreads_[k];
    square += double{values[k]} * values[k];
  }
  std::fill_n(sketch, bytes(), uint8_t{0});
  // As a float, so that its inverse is a number as well.
  const auto length =
      static_cast<float>(std::sqrt(square / static_cast<double>(size)));
  if (!std::isnormal(length)) return 0;
  const float inverse = 1 / (kStep * length);
  double product = 0;  // Of the vector with what the sketch stands for.
  double own = 0;      // Of the latter with itself.
  for (size_t k = 0; k < size; ++k) {
    const float code =
        std::clamp(std::floor(values[k] * inverse) + 2, 0.f, 3.f);
    const auto bits = static_cast<unsigned>(code);
    sketch[k % bytes()] |= static_cast<uint8_t>(bits << 2 * (k / bytes()));
    const double stands_for = (double{code} - 1.5) * spreads_[k];
    product += vector[k] * stands_for;
    own += stands_for * stands_for;
  }
  const auto unit = static_cast<float>(product / own);
  return unit > 0 && std::isnormal(unit) ? unit : 0;
}

Sketcher::Query Sketcher::Prepare(std::span<const float> query) const {
  const size_t size = spreads_.size();
  std::vector<float> values(size);
  for (size_t k = 0; k < size; ++k) values[k] = query[k] * spreads_[k];
  Query prepared;
  prepared.values_.resize(size);
  prepared.scale_ = QuantizeBytes(values.data(), size, prepared.values_.data());
  for (const int8_t value : prepared.values_) prepared.sum_ += value;
  return prepared;
}

void Sketcher::Score(const Query& query, const uint8_t* sketches,
                     std::span<const float> units, float* scores,
                     const uint8_t* next) const {
  int32_t products[kBlock];
  for (size_t begin = 0; begin < units.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, units.size() - begin);
    const uint8_t* end = sketches + (begin + count) * bytes();
    DotPairsOfBits(query.values_.data(), sketches + begin * bytes(), count,
                   spreads_.size(), products,
                   begin + count < units.size() ? end : next);
    for (size_t i = 0; i < count; ++i) {
      // A code stands for its number less 1.5.
      const int32_t twice = 2 * products[i] - 3 * query.sum_;
      scores[begin + i] =
          static_cast<float>(twice) * (query.scale_ * units[begin + i] / 2);
    }
  }
}

}  // namespace broadsheet::recommend
