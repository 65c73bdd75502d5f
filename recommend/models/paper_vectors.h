#ifndef BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
#define BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace broadsheet::recommend {

// One vector for each paper, found by the papers of the largest product with a
// query. Values are kept as bytes with one scale a paper: dimension + 4 bytes.
// Papers are dense numbers (DocId). Not thread-safe: one writer or many
// readers.
class PaperVectors {
 public:
  struct Hit {
    uint32_t doc = 0;
    float score = 0;
  };
  // Whether a paper may be among the hits. Asked inside the search, for few
  // more papers than are returned.
  using Admit = std::function<bool(uint32_t doc)>;

  // A query made ready; for many papers this is most of the work.
  class Query {
   private:
    friend class PaperVectors;
    std::vector<int8_t> bytes_;
    float scale_ = 0;
  };

  // `dimension` is a multiple of 32.
  explicit PaperVectors(size_t dimension) : dimension_(dimension) {}

  size_t dimension() const { return dimension_; }
  // One more than the highest number set.
  size_t size() const { return scales_.size(); }

  // Sets or replaces the vector of `doc`, of dimension() values.
  void Set(uint32_t doc, std::span<const float> vector);
  void Remove(uint32_t doc);
  bool Has(uint32_t doc) const {
    return doc < scales_.size() && scales_[doc] > 0;
  }
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
  // all), best first, ties by number. Looks at every paper.
  std::vector<Hit> Nearest(std::span<const float> query, size_t limit,
                           const Admit& admit) const;

 private:
  size_t dimension_;
  std::vector<int8_t> values_;
  std::vector<float> scales_;  // 0: no vector.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
