#ifndef BROADSHEET_RECOMMEND_SCORE_MAP_H_
#define BROADSHEET_RECOMMEND_SCORE_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "recommend/models/prefetch.h"

namespace broadsheet::recommend {

// A paper's number: dense, from 0, never reused while the process holds it.
using DocId = uint32_t;

// Scores by paper, dense for speed: adding is one array access, clearing costs
// only what was touched. Each paper also has a set of 32 marks, which tell for
// instance the query words that it matched.
//
// Sums are made in the order of the calls; callers add in an order that does
// not depend on history, so that equal states give equal floats.
class ScoreMap {
 public:
  // Makes room for papers 0 to `docs` - 1 and clears.
  void Reset(size_t docs) {
    for (size_t i = 0; i < touched_.size(); ++i) {
      FetchTouched(i + kAhead);
      cells_[touched_[i]] = Cell{};
    }
    touched_.clear();
    if (cells_.size() < docs) cells_.resize(docs);
  }

  // `marks` must not be 0.
  void Add(DocId doc, float score, uint32_t marks = 1) {
    Cell& cell = cells_[doc];
    if (cell.marks == 0) touched_.push_back(doc);
    cell.score += score;
    cell.marks |= marks;
  }

  // Asks for what Add and Score of a later paper need.
  BROADSHEET_PREFETCHES void Fetch(DocId doc) const { Prefetch(&cells_[doc]); }

  // visit(doc, score) for each paper that has one, in the order of touched().
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < touched_.size(); ++i) {
      FetchTouched(i + kAhead);
      visit(touched_[i], cells_[touched_[i]].score);
    }
  }

  float Score(DocId doc) const { return cells_[doc].score; }
  uint32_t Marks(DocId doc) const { return cells_[doc].marks; }
  // In the order of the first Add.
  const std::vector<DocId>& touched() const { return touched_; }

 private:
  struct Cell {
    float score = 0;
    uint32_t marks = 0;
  };
  // Papers ahead that are asked for; cells are far apart.
  static constexpr size_t kAhead = 16;

  BROADSHEET_PREFETCHES void FetchTouched(size_t i) const {
    if (i < touched_.size()) Fetch(touched_[i]);
  }

  std::vector<Cell> cells_;
  std::vector<DocId> touched_;
};

// Keeps score maps for reuse: allocating megabytes for each request would cost
// more than the request. Thread-safe.
class ScoreMapPool {
 public:
  // A map on loan, cleared, for `docs` papers. The pool must outlive it.
  class Lease {
   public:
    Lease(ScoreMapPool* pool, std::unique_ptr<ScoreMap> map)
        : pool_(pool), map_(std::move(map)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (map_ != nullptr) pool_->Return(std::move(map_));
    }
    ScoreMap& operator*() const { return *map_; }
    ScoreMap* operator->() const { return map_.get(); }

   private:
    ScoreMapPool* pool_;
    std::unique_ptr<ScoreMap> map_;
  };

  Lease Take(size_t docs) {
    std::unique_ptr<ScoreMap> map;
    {
      std::lock_guard lock(mu_);
      if (!idle_.empty()) {
        map = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (map == nullptr) map = std::make_unique<ScoreMap>();
    map->Reset(docs);
    return Lease(this, std::move(map));
  }

 private:
  void Return(std::unique_ptr<ScoreMap> map) {
    std::lock_guard lock(mu_);
    if (idle_.size() < kMaxIdle) idle_.push_back(std::move(map));
  }

  static constexpr size_t kMaxIdle = 64;
  std::mutex mu_;
  std::vector<std::unique_ptr<ScoreMap>> idle_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SCORE_MAP_H_
