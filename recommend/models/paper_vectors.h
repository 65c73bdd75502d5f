#ifndef BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
#define BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "recommend/models/vector_lists.h"

namespace broadsheet::recommend {

// One vector for each paper, found by the papers of the largest product with a
// query. Values are kept as bytes with one scale a paper: dimension + 4 bytes,
// and 8 in lists. Papers are dense numbers (DocId). Not thread-safe: one writer
// or many readers.
class PaperVectors {
 public:
  struct Hit {
    uint32_t doc = 0;
    float score = 0;
  };
  // Whether a paper may be among the hits. Asked inside the search, for few
  // more papers than are returned.
  using Admit = std::function<bool(uint32_t doc)>;
  // Whether a paper comes before another of the same product: an order that
  // replicas share, which that of numbers may not be. Null: by number.
  using Before = std::function<bool(uint32_t a, uint32_t b)>;

  // A vector made ready to be set; for many papers this is most of the work.
  class Row {
   private:
    friend class PaperVectors;
    std::vector<int8_t> bytes_;
    float scale_ = 0;
    uint32_t list_ = 0;
  };

  // A query made ready; for many papers this is most of the work.
  class Query {
   private:
    friend class PaperVectors;
    std::vector<int8_t> bytes_;
    float scale_ = 0;
  };

  // `dimension` is a multiple of 32. With centres, which must outlive this, a
  // search looks at the papers of the closest lists (vector_lists.h) alone.
  explicit PaperVectors(size_t dimension, Centres centres = {})
      : dimension_(dimension), lists_(dimension, centres) {}

  size_t dimension() const { return dimension_; }
  // One more than the highest number set.
  size_t size() const { return scales_.size(); }

  // Sets or replaces the vector of `doc`, of dimension() values.
  void Set(uint32_t doc, std::span<const float> vector) {
    Set(doc, MakeRow(vector));
  }
  void Set(uint32_t doc, const Row& row);
  // What Set works out; several threads may, also while another sets.
  Row MakeRow(std::span<const float> vector) const;
  void Remove(uint32_t doc);
  bool Has(uint32_t doc) const {
    return doc < scales_.size() && scales_[doc] > 0;
  }
  // Of the vector of `doc`; 0 when it has none.
  float Length(uint32_t doc) const;
  // Writes the vector of `doc`; false when it has none.
  bool Read(uint32_t doc, std::span<float> vector) const;

  // `query` has dimension() values.
  Query Prepare(std::span<const float> query) const;
  // The product with the vector of `doc`; 0 when it has none.
  float Score(const Query& query, uint32_t doc) const;
  float Score(std::span<const float> query, uint32_t doc) const;
  // The same for all papers below size(): `scores` has as many.
  void ScoreAll(const Query& query, std::span<float> scores) const;
  // The `limit` papers of the largest products among those admitted (null:
  // all), best first. With lists nearly those: the best of the closest lists,
  // and of more of them until there are `limit`.
  std::vector<Hit> Nearest(std::span<const float> query, size_t limit,
                           const Admit& admit,
                           const Before& before = nullptr) const;
  // The best of `docs`, all of which are looked at.
  std::vector<Hit> NearestAmong(std::span<const float> query, size_t limit,
                                std::span<const uint32_t> docs,
                                const Admit& admit,
                                const Before& before = nullptr) const;

 private:
  class BestHits;

  // Rows that lie together: growing copies none.
  static constexpr size_t kBlock = 512;

  const int8_t* BytesOf(uint32_t doc) const {
    return blocks_[doc / kBlock].data() + doc % kBlock * dimension_;
  }
  // Offers papers whose products with `query` are known.
  void Offer(const Query& query, std::span<const int32_t> products,
             const uint32_t* docs, const Admit& admit, BestHits* best) const;
  void ScanAll(const Query& query, const Admit& admit, BestHits* best) const;
  void ScanLists(const Query& query, const Admit& admit, BestHits* best) const;
  // Of papers that have vectors or had them.
  void ScanSome(const Query& query, std::span<const uint32_t> docs,
                const Admit& admit, BestHits* best) const;

  size_t dimension_;
  VectorLists lists_;
  std::vector<std::vector<int8_t>> blocks_;
  std::vector<float> scales_;  // 0: no vector.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
