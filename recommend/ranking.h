#ifndef BROADSHEET_RECOMMEND_RANKING_H_
#define BROADSHEET_RECOMMEND_RANKING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "recommend/catalogue.h"
#include "recommend/reader_store.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

struct ScoredDoc {
  DocId doc = 0;
  double score = 0;
};

// A paper's key in page tokens (FNV-1a, the same on every replica).
uint64_t PaperKey(std::string_view id);
using PaperKeys = absl::flat_hash_set<uint64_t>;

// The order of every list: score falling, ties by paper id.
class ListOrder {
 public:
  explicit ListOrder(const Catalogue* catalogue) : catalogue_(catalogue) {}
  bool operator()(const ScoredDoc& a, const ScoredDoc& b) const {
    if (a.score != b.score) return a.score > b.score;
    return catalogue_->id(a.doc) < catalogue_->id(b.doc);
  }

 private:
  const Catalogue* catalogue_;
};

// Which of two papers of equal scores comes first: by id, as in ListOrder.
// Valid as long as the catalogue.
inline std::function<bool(DocId, DocId)> ById(const Catalogue& catalogue) {
  return [&catalogue](DocId a, DocId b) {
    return catalogue.id(a) < catalogue.id(b);
  };
}

// `docs` in the order of their ids, each once. Entries lie far apart: they are
// visited once, and not again for each comparison.
std::vector<DocId> EachOnceById(const Catalogue& catalogue,
                                std::vector<DocId> docs);

// Keeps the best `limit` of the papers offered.
class TopList {
 public:
  TopList(const Catalogue* catalogue, size_t limit)
      : before_(catalogue), limit_(limit) {}
  void Offer(const ScoredDoc& candidate);
  // False: a paper of that score would not be kept.
  bool Wants(double score) const {
    return heap_.size() < limit_ || (limit_ > 0 && score >= heap_[0].score);
  }
  // Best first; leaves the list empty.
  std::vector<ScoredDoc> Take();

 private:
  ListOrder before_;
  size_t limit_;
  std::vector<ScoredDoc> heap_;  // The worst one first.
};

// The best `limit` of those papers with scores that `admits` lets in. It is
// asked for few more than are returned.
template <class Admits>
std::vector<ScoredDoc> BestOf(const Catalogue& catalogue,
                              const ScoreMap& scores, size_t limit,
                              const Admits& admits) {
  TopList top(&catalogue, limit);
  scores.ForEach([&](DocId doc, double score) {
    if (top.Wants(score) && admits(doc)) top.Offer({doc, score});
  });
  return top.Take();
}

struct FilterOptions {
  // Whose unwanted papers to leave out; null: nobody's.
  const Reader* reader = nullptr;
  // The reader's seen papers too.
  bool drop_seen = false;
  // Only papers of these categories, when given.
  std::vector<std::string> categories;
  // Only these (an edition's), unless null. Must outlive the filter.
  const absl::flat_hash_set<DocId>* within = nullptr;
  // Papers of earlier pages.
  PaperKeys served;
  // Only these, when given.
  std::optional<absl::flat_hash_set<DocId>> only;
};

// Which papers may be on a list. Cheap to ask; the catalogue and the reader
// must outlive it.
class Filter {
 public:
  Filter(const Catalogue* catalogue, FilterOptions options);

  bool Admits(DocId doc) const {
    return AdmitsUnwanted(doc) && !IsUnwanted(doc);
  }
  // All that may be admitted, and maybe more, when few can be; else nothing.
  // In no particular order.
  std::optional<std::vector<DocId>> Few() const;
  // As Admits, but for papers that the reader does not want.
  bool AdmitsUnwanted(DocId doc) const;
  // Papers of earlier pages.
  size_t served() const { return options_.served.size(); }

 private:
  bool IsUnwanted(DocId doc) const;
  bool CategoriesAreSmall() const;
  std::vector<DocId> InCategories() const;

  const Catalogue* catalogue_;
  FilterOptions options_;
  std::vector<CategoryId> categories_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_RANKING_H_
