#include "recommend/models/paper_vectors.h"

#include <algorithm>
#include <cmath>

#include "recommend/models/kernels.h"

namespace broadsheet::recommend {
namespace {

// Products that are looked at together.
constexpr size_t kBlock = 512;

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
  scales_[doc] = QuantizeBytes(vector.data(), dimension_,
                               values_.data() + doc * dimension_);
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

PaperVectors::Query PaperVectors::Prepare(std::span<const float> query) const {
  Query prepared;
  prepared.bytes_.resize(dimension_);
  prepared.scale_ =
      QuantizeBytes(query.data(), dimension_, prepared.bytes_.data());
  return prepared;
}

float PaperVectors::Score(const Query& query, uint32_t doc) const {
  if (!Has(doc) || query.scale_ == 0) return 0;
  const int32_t product = DotBytes(
      query.bytes_.data(), values_.data() + doc * dimension_, dimension_);
  return static_cast<float>(product) * (query.scale_ * scales_[doc]);
}

float PaperVectors::Score(std::span<const float> query, uint32_t doc) const {
  return Has(doc) ? Score(Prepare(query), doc) : 0;
}

void PaperVectors::ScoreAll(const Query& query, std::span<float> scores) const {
  std::ranges::fill(scores, 0.0f);
  if (query.scale_ == 0) return;
  int32_t products[kBlock];
  for (size_t begin = 0; begin < size(); begin += kBlock) {
    const size_t count = std::min(kBlock, size() - begin);
    DotRows(query.bytes_.data(), values_.data() + begin * dimension_, count,
            dimension_, products);
    for (size_t i = 0; i < count; ++i) {
      scores[begin + i] =
          static_cast<float>(products[i]) * (query.scale_ * scales_[begin + i]);
    }
  }
}

std::vector<PaperVectors::Hit> PaperVectors::Nearest(
    std::span<const float> query, size_t limit, const Admit& admit) const {
  const Query prepared = Prepare(query);
  if (prepared.scale_ == 0) return {};
  BestHits best(limit);
  int32_t products[kBlock];
  for (size_t begin = 0; begin < size(); begin += kBlock) {
    const size_t count = std::min(kBlock, size() - begin);
    DotRows(prepared.bytes_.data(), values_.data() + begin * dimension_, count,
            dimension_, products);
    for (size_t i = 0; i < count; ++i) {
      const Hit hit{static_cast<uint32_t>(begin + i),
                    static_cast<float>(products[i]) *
                        (prepared.scale_ * scales_[begin + i])};
      if (scales_[begin + i] == 0 || !best.Wants(hit)) continue;
      if (!admit || admit(hit.doc)) best.Add(hit);
    }
  }
  return best.Take();
}

}  // namespace broadsheet::recommend
