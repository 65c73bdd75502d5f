#include "recommend/models/paper_vectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "recommend/models/kernels.h"

namespace broadsheet::recommend {
namespace {

// Lists that a search looks into: one of 16, at least 48. Of 2,000 lists over a
// million papers, 125; docs/performance.md has what they find.
constexpr size_t kShareOfLists = 16;
constexpr size_t kFewestLists = 48;
// When so many times as many were not enough, the filter admits so few papers
// that reading all vectors, side by side, is faster.
constexpr size_t kPatience = 4;

}  // namespace

// The best hits so far; the worst of them on top of a heap.
class PaperVectors::BestHits {
 public:
  BestHits(size_t limit, const Before& before)
      : limit_(limit), better_{&before} {}

  bool full() const { return hits_.size() >= limit_; }
  bool Wants(const Hit& hit) const {
    return !full() || (limit_ > 0 && better_(hit, hits_.front()));
  }
  void Add(const Hit& hit) {
    if (full()) {
      std::ranges::pop_heap(hits_, better_);
      hits_.pop_back();
    }
    hits_.push_back(hit);
    std::ranges::push_heap(hits_, better_);
  }
  void Clear() { hits_.clear(); }
  std::vector<Hit> Take() {
    std::ranges::sort_heap(hits_, better_);
    return std::move(hits_);
  }

 private:
  struct Better {
    const Before* before;

    bool operator()(const Hit& a, const Hit& b) const {
      if (a.score != b.score) return a.score > b.score;
      return *before ? (*before)(a.doc, b.doc) : a.doc < b.doc;
    }
  };

  size_t limit_;
  Better better_;
  std::vector<Hit> hits_;
};

PaperVectors::Row PaperVectors::MakeRow(std::span<const float> vector) const {
  Row row;
  row.bytes_.resize(dimension_);
  row.scale_ = QuantizeBytes(vector.data(), dimension_, row.bytes_.data());
  if (!lists_.empty()) row.list_ = lists_.ListOf(row.bytes_.data());
  return row;
}

void PaperVectors::Set(uint32_t doc, const Row& row) {
  if (doc >= scales_.size()) scales_.resize(doc + 1, 0.0f);
  while (blocks_.size() <= doc / kBlock) {
    blocks_.emplace_back(kBlock * dimension_);
  }
  std::copy(row.bytes_.begin(), row.bytes_.end(),
            blocks_[doc / kBlock].data() + doc % kBlock * dimension_);
  scales_[doc] = row.scale_;
  if (row.scale_ > 0) {
    lists_.Put(doc, row.list_);
  } else {
    lists_.Remove(doc);
  }
}

void PaperVectors::Remove(uint32_t doc) {
  if (doc >= scales_.size()) return;
  scales_[doc] = 0;
  lists_.Remove(doc);
}

bool PaperVectors::Read(uint32_t doc, std::span<float> vector) const {
  std::ranges::fill(vector, 0.0f);
  if (!Has(doc)) return false;
  const int8_t* row = BytesOf(doc);
  for (size_t k = 0; k < dimension_; ++k) vector[k] = scales_[doc] * row[k];
  return true;
}

float PaperVectors::Length(uint32_t doc) const {
  if (!Has(doc)) return 0;
  const int8_t* row = BytesOf(doc);
  return scales_[doc] *
         std::sqrt(static_cast<float>(DotBytes(row, row, dimension_)));
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
  const int32_t product =
      DotBytes(query.bytes_.data(), BytesOf(doc), dimension_);
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
    DotRows(query.bytes_.data(), blocks_[begin / kBlock].data(), count,
            dimension_, products);
    for (size_t i = 0; i < count; ++i) {
      scores[begin + i] =
          static_cast<float>(products[i]) * (query.scale_ * scales_[begin + i]);
    }
  }
}

void PaperVectors::Offer(const Query& query, std::span<const int32_t> products,
                         const uint32_t* docs, const Admit& admit,
                         BestHits* best) const {
  for (size_t i = 0; i < products.size(); ++i) {
    const float scale = scales_[docs[i]];
    const Hit hit{docs[i],
                  static_cast<float>(products[i]) * (query.scale_ * scale)};
    if (scale == 0 || !best->Wants(hit)) continue;
    if (!admit || admit(hit.doc)) best->Add(hit);
  }
}

void PaperVectors::ScanAll(const Query& query, const Admit& admit,
                           BestHits* best) const {
  int32_t products[kBlock];
  uint32_t docs[kBlock];
  for (size_t begin = 0; begin < size(); begin += kBlock) {
    const size_t count = std::min(kBlock, size() - begin);
    DotRows(query.bytes_.data(), blocks_[begin / kBlock].data(), count,
            dimension_, products);
    std::iota(docs, docs + count, static_cast<uint32_t>(begin));
    Offer(query, {products, count}, docs, admit, best);
  }
}

void PaperVectors::ScanLists(const Query& query, const Admit& admit,
                             BestHits* best) const {
  const size_t enough = std::max(kFewestLists, lists_.size() / kShareOfLists);
  size_t looked_into = 0;
  for (const uint32_t list : lists_.Closest(query.bytes_.data())) {
    if (looked_into >= enough && best->full()) return;
    if (looked_into++ == kPatience * enough) break;
    ScanSome(query, lists_.List(list), admit, best);
  }
  if (best->full() || looked_into == lists_.size()) return;
  best->Clear();
  ScanAll(query, admit, best);
}

void PaperVectors::ScanSome(const Query& query, std::span<const uint32_t> docs,
                            const Admit& admit, BestHits* best) const {
  const int8_t* rows[kBlock];
  int32_t products[kBlock];
  for (size_t begin = 0; begin < docs.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, docs.size() - begin);
    for (size_t i = 0; i < count; ++i) rows[i] = BytesOf(docs[begin + i]);
    DotScattered(query.bytes_.data(), rows, count, dimension_, products);
    Offer(query, {products, count}, docs.data() + begin, admit, best);
  }
}

std::vector<PaperVectors::Hit> PaperVectors::Nearest(
    std::span<const float> query, size_t limit, const Admit& admit,
    const Before& before) const {
  const Query prepared = Prepare(query);
  if (prepared.scale_ == 0 || limit == 0) return {};
  BestHits best(limit, before);
  if (lists_.empty()) {
    ScanAll(prepared, admit, &best);
  } else {
    ScanLists(prepared, admit, &best);
  }
  return best.Take();
}

std::vector<PaperVectors::Hit> PaperVectors::NearestAmong(
    std::span<const float> query, size_t limit, std::span<const uint32_t> docs,
    const Admit& admit, const Before& before) const {
  const Query prepared = Prepare(query);
  if (prepared.scale_ == 0 || limit == 0) return {};
  std::vector<uint32_t> known;
  for (const uint32_t doc : docs) {
    if (Has(doc)) known.push_back(doc);
  }
  BestHits best(limit, before);
  ScanSome(prepared, known, admit, &best);
  return best.Take();
}

}  // namespace broadsheet::recommend
