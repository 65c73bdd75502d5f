#include "recommend/models/paper_vectors.h"

#include <algorithm>
#include <cmath>

#include "recommend/models/kernels.h"

namespace broadsheet::recommend {
namespace {

// Products that are looked at together.
constexpr size_t kBlock = 512;

// Values as bytes; returns the scale, 0 for a vector of zeros.
float Quantize(std::span<const float> vector, int8_t* bytes) {
  float largest = 0;
  for (const float value : vector) {
    largest = std::max(largest, std::abs(value));
  }
  if (!(largest > 0) || !std::isfinite(largest)) return 0;
  const float inverse = 127 / largest;
  for (size_t k = 0; k < vector.size(); ++k) {
    bytes[k] = static_cast<int8_t>(std::lround(vector[k] * inverse));
  }
  return largest / 127;
}

bool Better(const PaperVectors::Hit& a, const PaperVectors::Hit& b) {
  return a.score != b.score ? a.score > b.score : a.doc < b.doc;
}

// The best hits so far; the worst of them on top of a heap.
class BestHits {
 public:
  explicit BestHits(size_t limit) : limit_(limit) {}

  bool Wants(const PaperVectors::Hit& hit) const {
    return hits_.size() < limit_ || (limit_ > 0 && Better(hit, hits_.front()));
  }
  void Add(const PaperVectors::Hit& hit) {
    if (hits_.size() == limit_) {
      std::ranges::pop_heap(hits_, Better);
      hits_.pop_back();
    }
    hits_.push_back(hit);
    std::ranges::push_heap(hits_, Better);
  }
  std::vector<PaperVectors::Hit> Take() {
    std::ranges::sort_heap(hits_, Better);
    return std::move(hits_);
  }

 private:
  size_t limit_;
  std::vector<PaperVectors::Hit> hits_;
};

}  // namespace

void PaperVectors::Set(uint32_t doc, std::span<const float> vector) {
  if (doc >= scales_.size()) {
    scales_.resize(doc + 1, 0.0f);
    values_.resize(scales_.size() * dimension_, 0);
  }
  scales_[doc] = Quantize(vector, values_.data() + doc * dimension_);
}

void PaperVectors::Remove(uint32_t doc) {
  if (doc < scales_.size()) scales_[doc] = 0;
}

bool PaperVectors::Read(uint32_t doc, std::span<float> vector) const {
  std::ranges::fill(vector, 0.0f);
  if (!Has(doc)) return false;
  const int8_t* row = values_.data() + doc * dimension_;
  for (size_t k = 0; k < dimension_; ++k) vector[k] = scales_[doc] * row[k];
  return true;
}

float PaperVectors::Score(std::span<const float> query, uint32_t doc) const {
  if (!Has(doc)) return 0;
  std::vector<int8_t> bytes(dimension_);
  const float scale = Quantize(query, bytes.data());
  if (scale == 0) return 0;
  const int32_t product =
      DotBytes(bytes.data(), values_.data() + doc * dimension_, dimension_);
  return static_cast<float>(product) * (scale * scales_[doc]);
}

std::vector<PaperVectors::Hit> PaperVectors::Nearest(
    std::span<const float> query, size_t limit, const Admit& admit) const {
  std::vector<int8_t> bytes(dimension_);
  const float scale = Quantize(query, bytes.data());
  if (scale == 0) return {};
  BestHits best(limit);
  int32_t products[kBlock];
  for (size_t begin = 0; begin < size(); begin += kBlock) {
    const size_t count = std::min(kBlock, size() - begin);
    DotRows(bytes.data(), values_.data() + begin * dimension_, count,
            dimension_, products);
    for (size_t i = 0; i < count; ++i) {
      const Hit hit{
          static_cast<uint32_t>(begin + i),
          static_cast<float>(products[i]) * (scale * scales_[begin + i])};
      if (scales_[begin + i] == 0 || !best.Wants(hit)) continue;
      if (!admit || admit(hit.doc)) best.Add(hit);
    }
  }
  return best.Take();
}

}  // namespace broadsheet::recommend
