#include "recommend/models/paper_vectors.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>
#include <numeric>

#include "recommend/models/byte_kernels.h"
#include "recommend/models/helpers.h"

namespace broadsheet::recommend {
namespace {

// Lists that a search looks into: one of 16, at least 48. Of 2,000 lists over a
// million papers, 125; docs/performance.md has what they find.
constexpr size_t kShareOfLists = 16;
constexpr size_t kFewestLists = 48;
// When so many times as many were not enough, the filter admits so few papers
// that reading all vectors, side by side, is faster.
constexpr size_t kPatience = 4;

// Lists that a thread takes at once: some thousand papers.
constexpr size_t kSlice = 8;

void FetchFloats(const std::vector<float>& values) {
  FetchBytes(values.data(), values.size() * sizeof(float));
}

// Papers looked at as a whole after their sketches, for each that is wanted.
constexpr size_t kLookedAt = 4;

}  // namespace

// The best hits so far, and some that may be. Several that look at parts of the
// same papers share a floor.
class PaperVectors::BestHits {
 public:
  // No hit of a lower score is among the best. It only rises.
  using Floor = std::atomic<float>;

  // What is pointed to must outlive this.
  BestHits(size_t limit, const Before* before, Floor* floor)
      : limit_(limit), better_{before}, floor_(floor) {}

  // For a part of the papers.
  BestHits Part() const { return {limit_, better_.before, floor_}; }
  // Whether the best are as many as are wanted.
  bool full() const { return hits_.size() >= limit_; }
  // Those of `docs` that are good enough and admitted.
  void Offer(std::span<const uint32_t> docs, const float* scores,
             const Admit& admit) {
    constexpr size_t kSide = 16;  // Mostly none of so many is good enough.
    for (size_t begin = 0; begin < docs.size(); begin += kSide) {
      const float floor = floor_->load(std::memory_order_relaxed);
      const size_t end = std::min(docs.size(), begin + kSide);
      int good = 0;
      for (size_t i = begin; i < end; ++i) good |= scores[i] >= floor;
      if (good == 0) continue;
      for (size_t i = begin; i < end; ++i) {
        if (scores[i] < floor || (admit && !admit(docs[i]))) continue;
        Add({docs[i], scores[i]});
      }
    }
  }
  void Add(const Hit& hit) {
    hits_.push_back(hit);
    if (hits_.size() >= 2 * limit_) Cut();
  }
  void Add(const BestHits& part) {
    for (const Hit& hit : part.hits_) Add(hit);
  }
  void Clear() {
    hits_.clear();
    *floor_ = kNoFloor;
  }
  // Best first.
  std::vector<Hit> Take() {
    if (hits_.size() > limit_) Cut();
    std::ranges::sort(hits_, better_);
    return std::move(hits_);
  }

  static constexpr float kNoFloor = -std::numeric_limits<float>::infinity();

 private:
  struct Better {
    const Before* before;

    bool operator()(const Hit& a, const Hit& b) const {
      if (a.score != b.score) return a.score > b.score;
      return *before ? (*before)(a.doc, b.doc) : a.doc < b.doc;
    }
  };

  void Cut() {
    const auto last = hits_.begin() + static_cast<std::ptrdiff_t>(limit_) - 1;
    std::ranges::nth_element(hits_, last, better_);
    float floor = floor_->load(std::memory_order_relaxed);
    while (floor < last->score &&
           !floor_->compare_exchange_weak(floor, last->score,
                                          std::memory_order_relaxed)) {
    }
    hits_.resize(limit_);
  }

  size_t limit_;
  Better better_;
  Floor* floor_;
  std::vector<Hit> hits_;
};

PaperVectors::Row PaperVectors::MakeRow(std::span<const float> vector) const {
  Row row;
  row.bytes_.resize(dimension_);
  row.scale_ = QuantizeBytes(vector.data(), dimension_, row.bytes_.data());
  row.list_ = lists_.ListOf(row.bytes_.data());
  row.sketch_.resize(sketcher_.bytes());
  if (!sketcher_.empty()) {
    row.unit_ = sketcher_.Write(vector, row.sketch_.data());
  }
  return row;
}

void PaperVectors::Set(uint32_t doc, const Row& row) {
  if (row.scale_ > 0) {
    lists_.Put(doc, row.list_,
               {row.bytes_.data(), row.scale_, row.sketch_.data(), row.unit_});
  } else {
    lists_.Remove(doc);
  }
}

bool PaperVectors::Read(uint32_t doc, std::span<float> vector) const {
  std::ranges::fill(vector, 0.0f);
  const float scale = lists_.Scale(doc);
  if (scale == 0) return false;
  const int8_t* row = lists_.Values(doc);
  for (size_t k = 0; k < dimension_; ++k) vector[k] = scale * row[k];
  return true;
}

PaperVectors::Query PaperVectors::Prepare(std::span<const float> query) const {
  Query prepared;
  prepared.bytes_.resize(dimension_);
  prepared.scale_ =
      QuantizeBytes(query.data(), dimension_, prepared.bytes_.data());
  if (!sketcher_.empty()) prepared.sketched_ = sketcher_.Prepare(query);
  return prepared;
}

float PaperVectors::Score(const Query& query, uint32_t doc) const {
  const float scale = lists_.Scale(doc);
  if (scale == 0 || query.scale_ == 0) return 0;
  const int32_t product =
      DotBytes(query.bytes_.data(), lists_.Values(doc), dimension_);
  return static_cast<float>(product) * (query.scale_ * scale);
}

float PaperVectors::Score(std::span<const float> query, uint32_t doc) const {
  return Has(doc) ? Score(Prepare(query), doc) : 0;
}

void PaperVectors::ScoreSome(const Query& query, std::span<const uint32_t> docs,
                             std::span<float> scores) const {
  std::vector<const int8_t*> rows;
  std::vector<size_t> places;
  for (size_t i = 0; i < docs.size(); ++i) {
    scores[i] = query.scale_ * lists_.Scale(docs[i]);
    if (scores[i] == 0) continue;
    rows.push_back(lists_.Values(docs[i]));
    places.push_back(i);
  }
  std::vector<int32_t> products(rows.size());
  DotScattered(query.bytes_.data(), rows.data(), rows.size(), dimension_,
               products.data());
  for (size_t i = 0; i < rows.size(); ++i) {
    scores[places[i]] *= static_cast<float>(products[i]);
  }
}

void PaperVectors::ScoreAll(const Query& query, std::span<float> scores) const {
  std::vector<uint32_t> docs(size());
  std::iota(docs.begin(), docs.end(), 0u);
  ScoreSome(query, docs, scores);
}

// By sketches when there are some.
void PaperVectors::ScanList(const Search& search, const VectorLists::List& list,
                            const VectorLists::List* next,
                            BestHits* best) const {
  const Query& query = search.query;
  std::vector<float> scores(list.size());
  if (!sketcher_.empty()) {
    if (next != nullptr) FetchFloats(next->units);
    sketcher_.Score(query.sketched_, list.sketches.data(), list.units,
                    scores.data(),
                    next != nullptr ? next->sketches.data() : nullptr);
  } else {
    std::vector<int32_t> products(list.size());
    if (next != nullptr) FetchFloats(next->scales);
    DotRows(query.bytes_.data(), list.rows.data(), list.size(), dimension_,
            products.data(), next != nullptr ? next->rows.data() : nullptr);
    for (size_t i = 0; i < scores.size(); ++i) {
      scores[i] =
          static_cast<float>(products[i]) * (query.scale_ * list.scales[i]);
    }
  }
  best->Offer(list.docs, scores.data(), search.admit);
}

void PaperVectors::Scan(const Search& search, std::span<const uint32_t> lists,
                        BestHits* best) const {
  const size_t threads =
      search.helpers == nullptr ? 1 : search.helpers->threads() + 1;
  std::vector<BestHits> found(threads, best->Part());
  std::atomic<size_t> next = 0;
  const auto scan = [&](size_t thread) {
    for (;;) {
      const size_t begin = next.fetch_add(kSlice, std::memory_order_relaxed);
      if (begin >= lists.size()) return;
      const size_t end = std::min(lists.size(), begin + kSlice);
      for (size_t i = begin; i < end; ++i) {
        const VectorLists::List* after =
            i + 1 < end ? &lists_.lists()[lists[i + 1]] : nullptr;
        ScanList(search, lists_.lists()[lists[i]], after, &found[thread]);
      }
    }
  };
  Share(search.helpers, threads, scan);
  for (const BestHits& part : found) best->Add(part);
}

void PaperVectors::ScanAll(const Search& search, BestHits* best) const {
  std::vector<uint32_t> all(lists_.lists().size());
  std::iota(all.begin(), all.end(), 0u);
  Scan(search, all, best);
}

void PaperVectors::ScanClosest(const Search& search, BestHits* best) const {
  const std::vector<uint32_t> lists =
      lists_.Closest(search.query.bytes_.data());
  const std::span<const uint32_t> left(lists);
  const size_t enough = std::min(
      lists.size(), std::max(kFewestLists, lists.size() / kShareOfLists));
  Scan(search, left.first(enough), best);
  const size_t most = std::min(lists.size(), kPatience * enough);
  const Search alone = {search.query, search.admit, nullptr};
  for (size_t i = enough; i < most && !best->full(); ++i) {
    Scan(alone, left.subspan(i, 1), best);
  }
  if (best->full() || most == lists.size()) return;
  best->Clear();
  ScanAll(search, best);
}

std::vector<PaperVectors::Hit> PaperVectors::Nearest(
    std::span<const float> query, size_t limit, const Admit& admit,
    const Before& before, Helpers* helpers) const {
  const Query prepared = Prepare(query);
  if (prepared.scale_ == 0 || limit == 0) return {};
  BestHits::Floor floor = BestHits::kNoFloor;
  BestHits best(sketcher_.empty() ? limit : kLookedAt * limit, &before, &floor);
  const Search search = {prepared, admit, helpers};
  if (lists_.has_centres()) {
    ScanClosest(search, &best);
  } else {
    ScanAll(search, &best);
  }
  std::vector<Hit> found = best.Take();
  if (sketcher_.empty()) return found;
  std::vector<uint32_t> docs;
  for (const Hit& hit : found) docs.push_back(hit.doc);
  return NearestAmong(query, limit, docs, nullptr, before);
}

std::vector<PaperVectors::Hit> PaperVectors::NearestAmong(
    std::span<const float> query, size_t limit, std::span<const uint32_t> docs,
    const Admit& admit, const Before& before) const {
  const Query prepared = Prepare(query);
  if (prepared.scale_ == 0 || limit == 0) return {};
  std::vector<uint32_t> admitted;
  for (const uint32_t doc : docs) {
    if (Has(doc) && (!admit || admit(doc))) admitted.push_back(doc);
  }
  BestHits::Floor floor = BestHits::kNoFloor;
  BestHits best(limit, &before, &floor);
  std::vector<float> scores(admitted.size());
  ScoreSome(prepared, admitted, scores);
  best.Offer(admitted, scores.data(), nullptr);
  return best.Take();
}

}  // namespace broadsheet::recommend
