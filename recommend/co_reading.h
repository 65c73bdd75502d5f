#ifndef BROADSHEET_RECOMMEND_CO_READING_H_
#define BROADSHEET_RECOMMEND_CO_READING_H_

#include <optional>
#include <vector>

#include "recommend/read_model.h"
#include "recommend/score_map.h"
#include "recommend/taste.h"

namespace broadsheet::recommend {

// Item-item collaborative filtering over the readers' histories in memory: the
// cosine between the columns of the reader-paper matrix, where a reader who
// likes n papers weighs 1 / sqrt(n) (G. Karypis, "Evaluation of item-based
// top-N recommendation algorithms", CIKM 2001). Worked out on the fly from the
// papers of one reader, so that it needs no training and a new event counts at
// once. Sums are integers: equal in any order.
class CoReading {
 public:
  // `model` must outlive this.
  explicit CoReading(const ReadModel* model) : model_(model) {}

  // Adds to `scores` the closeness of each paper to the liked ones among
  // `interests`. `self` does not count as a reader of them.
  void Score(const std::vector<Interest>& interests,
             std::optional<ReaderId> self, ScoreMap* scores) const;

  // The closeness of two papers; 0 when no reader but `self` likes both.
  double Closeness(DocId a, DocId b, std::optional<ReaderId> self) const;

 private:
  // Readers of a paper, at most a bounded sample that is the same everywhere.
  std::vector<ReaderId> Sample(DocId doc) const;

  const ReadModel* model_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_CO_READING_H_
