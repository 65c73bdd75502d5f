#ifndef BROADSHEET_RECOMMEND_MODELS_RANDOM_H_
#define BROADSHEET_RECOMMEND_MODELS_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace broadsheet::recommend {

// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): the same numbers with
// every standard library, which std's distributions do not promise.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // Below `bound`, which is above 0. The bias is below bound / 2^64.
  uint64_t Below(uint64_t bound) { return Next() % bound; }
  // At least 0, below 1.
  float Unit() { return static_cast<float>(Next() >> 40) * 0x1p-24f; }
  // Nearly normal, mean 0, variance 1: the sum of twelve units.
  float Normal() {
    float sum = -6;
    for (int i = 0; i < 12; ++i) sum += Unit();
    return sum;
  }
  template <class T>
  void Shuffle(std::vector<T>* values) {
    for (size_t i = values->size(); i > 1; --i) {
      std::swap((*values)[i - 1], (*values)[Below(i)]);
    }
  }

 private:
  uint64_t state_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_RANDOM_H_
