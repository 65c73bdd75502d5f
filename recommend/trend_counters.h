#ifndef BROADSHEET_RECOMMEND_TREND_COUNTERS_H_
#define BROADSHEET_RECOMMEND_TREND_COUNTERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// Time-decayed attention, as forward-decayed sums: G. Cormode, V.
// Shkapenyuk, D. Srivastava, B. Xu, "Forward Decay: A Practical Time Decay
// Model for Streaming Systems", ICDE 2009. With half-life H and the Unix epoch
// as landmark, the attention to a paper at time T is
//
//   sum over its events i: w_i * 2^(t_i / H)  /  2^(T / H).
//
// The numerator does not depend on T, so an event is added once. It is kept as
// exact integers: t_i / H = e + f with an integer e and 0 <= f < 1, and
// w_i * round(2^f * 2^20) is added to the sum of exponent e. Integer addition
// is commutative and exact, hence the order in which events arrive, or undoing
// one, leaves no trace; nothing overflows or needs rescaling.
//
// Not thread-safe; const methods may run at the same time.
class TrendCounters {
 public:
  explicit TrendCounters(absl::Duration half_life);

  // Adds `weight` at time `at`; a negative weight undoes an earlier one.
  void Add(DocId doc, int64_t weight, absl::Time at);

  // The attention at `now`, in events of weight 1 that happen at `now`.
  double Score(DocId doc, absl::Time now) const {
    return ScoreAt(doc, At(now));
  }
  // The same in two steps, for many papers.
  double At(absl::Time now) const;
  double ScoreAt(DocId doc, double moment) const;

  struct Attention {
    DocId doc;
    double score;  // Score(doc, now), above 0.
  };
  // The `limit` papers of most attention among those admitted, and those that
  // are nearly level with the last of them; in no particular order. Looks at
  // few more papers than it returns: as all attention decays alike, the order
  // of papers is that of the numerators, which is kept.
  // `looks`, at least 1: so many papers of most attention, admitted or not, and
  // those level with the last of them, are looked at.
  std::vector<Attention> Best(
      size_t limit, absl::Time now, const std::function<bool(DocId)>& admit,
      size_t looks = std::numeric_limits<size_t>::max()) const;

  // With its half-life, which must be the same. Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  struct Bucket {
    int64_t exponent;
    int64_t sum;
  };
  // By exponent; sums of 0 are dropped. Mostly one or two.
  using Buckets = std::vector<Bucket>;

  static constexpr double kNoLevel = -std::numeric_limits<double>::infinity();

  void SaveCounter(DocId doc, const Buckets& buckets, SegmentWriter* out) const;
  // Notes the level of a counter that has one.
  void SetLevel(DocId doc, const Buckets& buckets);
  // log2 of the numerator; kNoLevel when it is not above 0.
  static double Level(const Buckets& buckets);

  int64_t half_life_us_;
  absl::flat_hash_map<DocId, Buckets> counters_;
  std::vector<double> levels_;  // Of the counters, by paper.
  absl::btree_set<std::pair<double, DocId>> by_level_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TREND_COUNTERS_H_
