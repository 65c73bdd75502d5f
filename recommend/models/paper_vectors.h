#ifndef BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
#define BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "recommend/models/sketches.h"
#include "recommend/models/vector_lists.h"

namespace broadsheet::recommend {

class Helpers;

// One vector for each paper, found by the papers of the largest product with a
// query. Values are kept as bytes with one scale a paper: dimension + 24 bytes,
// a quarter more with sketches. Papers are dense numbers (DocId). Not
// thread-safe: one writer or many readers.
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
    std::vector<uint8_t> sketch_;
    float scale_ = 0;
    float unit_ = 0;
    uint32_t list_ = 0;
  };

  // A query made ready; for many papers this is most of the work.
  class Query {
   private:
    friend class PaperVectors;
    std::vector<int8_t> bytes_;
    float scale_ = 0;
    Sketcher::Query sketched_;
  };

  // `dimension` is a multiple of 32. With centres, which must outlive this, a
  // search looks at the papers of the closest lists (vector_lists.h) alone.
  // With a sketcher it looks at sketches of papers, and then at the best of
  // them, four times as many as are wanted.
  explicit PaperVectors(size_t dimension, Centres centres = {},
                        Sketcher sketcher = Sketcher())
      : dimension_(dimension),
        sketcher_(std::move(sketcher)),
        lists_(dimension, centres, sketcher_.bytes()) {}

  size_t dimension() const { return dimension_; }
  // One more than the highest number set.
  size_t size() const { return lists_.docs(); }

  // Sets or replaces the vector of `doc`, of dimension() values.
  void Set(uint32_t doc, std::span<const float> vector) {
    Set(doc, MakeRow(vector));
  }
  void Set(uint32_t doc, const Row& row);
  // What Set works out; several threads may, also while another sets.
  Row MakeRow(std::span<const float> vector) const;
  void Remove(uint32_t doc) { lists_.Remove(doc); }
  bool Has(uint32_t doc) const { return lists_.Scale(doc) > 0; }
  // Of the vector of `doc`; 0 when it has none.
  float Length(uint32_t doc) const { return lists_.Length(doc); }
  // Writes the vector of `doc`; false when it has none.
  bool Read(uint32_t doc, std::span<float> vector) const;

  // `query` has dimension() values.
  Query Prepare(std::span<const float> query) const;
  // The product with the vector of `doc`; 0 when it has none.
  float Score(const Query& query, uint32_t doc) const;
  float Score(std::span<const float> query, uint32_t doc) const;
  // The same for each of `docs`; `scores` has as many.
  void ScoreSome(const Query& query, std::span<const uint32_t> docs,
                 std::span<float> scores) const;
  // The same for all papers below size(): `scores` has as many.
  void ScoreAll(const Query& query, std::span<float> scores) const;
  // The `limit` papers of the largest products among those admitted (null:
  // all), best first. With centres or sketches, nearly those; but always
  // `limit` of them when so many are admitted. Null: without helpers; they call
  // `admit` and `before` beside the caller.
  std::vector<Hit> Nearest(std::span<const float> query, size_t limit,
                           const Admit& admit, const Before& before = nullptr,
                           Helpers* helpers = nullptr) const;
  // The best of `docs`, all of which are looked at.
  std::vector<Hit> NearestAmong(std::span<const float> query, size_t limit,
                                std::span<const uint32_t> docs,
                                const Admit& admit,
                                const Before& before = nullptr) const;

  // As in VectorLists.
  void Save(std::string_view name, SegmentWriter* out) const {
    lists_.Save(name, out);
  }
  void Load(std::string_view name, size_t limit, SegmentReader* in) {
    lists_.Load(name, limit, in);
  }

 private:
  class BestHits;
  // What is looked for, and by whom.
  struct Search {
    const Query& query;
    const Admit& admit;
    Helpers* helpers;
  };

  // `next`: the list that is scanned after it; null: none.
  void ScanList(const Search& search, const VectorLists::List& list,
                const VectorLists::List* next, BestHits* best) const;
  // Lists by their numbers.
  void Scan(const Search& search, std::span<const uint32_t> lists,
            BestHits* best) const;
  void ScanAll(const Search& search, BestHits* best) const;
  void ScanClosest(const Search& search, BestHits* best) const;

  size_t dimension_;
  Sketcher sketcher_;
  VectorLists lists_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PAPER_VECTORS_H_
