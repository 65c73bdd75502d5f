#ifndef BROADSHEET_RECOMMEND_MODELS_SKETCHES_H_
#define BROADSHEET_RECOMMEND_MODELS_SKETCHES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace broadsheet::recommend {

// Vectors in two bits a value, for a first look at many: each value is one of
// -1.5, -0.5, 0.5 and 1.5 steps, the best ones for values of a normal
// distribution (J. Max, "Quantizing for Minimum Distortion", IRE Transactions
// on Information Theory 1960: an eighth of the square is lost). A step is the
// spread of that value over all vectors, times the length of the vector in
// spreads. Thread-safe.
class Sketcher {
 public:
  // Of the values of vectors; as many as they have, a multiple of 4, up to
  // 1,024. 0: the value tells nothing. Empty: there are no sketches.
  explicit Sketcher(std::vector<float> spreads = {})
      : spreads_(std::move(spreads)) {}

  bool empty() const { return spreads_.empty(); }
  // Of a sketch.
  size_t bytes() const { return spreads_.size() / 4; }

  // Writes bytes() bytes; returns the unit of the products, 0 for zeros.
  float Write(std::span<const float> vector, uint8_t* sketch) const;

  // A query made ready.
  class Query {
   private:
    friend class Sketcher;
    std::vector<int8_t> values_;
    float scale_ = 0;
    int32_t sum_ = 0;
  };
  Query Prepare(std::span<const float> query) const;

  // scores[i] is about the product of the query with the vector of sketch i,
  // of those side by side from `sketches` on, whose units are `units`. `next`:
  // as for DotPairsOfBits.
  void Score(const Query& query, const uint8_t* sketches,
             std::span<const float> units, float* scores,
             const uint8_t* next = nullptr) const;

 private:
  std::vector<float> spreads_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_SKETCHES_H_
