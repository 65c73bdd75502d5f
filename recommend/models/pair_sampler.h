#ifndef BROADSHEET_RECOMMEND_MODELS_PAIR_SAMPLER_H_
#define BROADSHEET_RECOMMEND_MODELS_PAIR_SAMPLER_H_

#include <cstdint>
#include <vector>

#include "recommend/models/contrastive.h"
#include "recommend/models/random.h"
#include "recommend/models/sparse_rows.h"
#include "recommend/models/text_corpus.h"

namespace broadsheet::recommend {

// Draws pairs of texts that belong together. Not thread-safe.
class PairSampler {
 public:
  enum class Kind {
    kTitle,     // A title, and its abstract.
    kSentence,  // A sentence, or half of a text without order, and the rest.
    kTogether,  // Two papers that one reader wants.
    kProfile,   // Some papers that a reader wants, and another one.
  };
  struct Pair {
    Kind kind = Kind::kTitle;
    uint32_t subject = 0;  // An item, or a reader.
  };

  // Both must outlive this; `readers` has a column for each item.
  PairSampler(const TextCorpus& corpus, const SparseRows& readers,
              size_t pairs_per_batch, size_t pairs_per_epoch, uint64_t seed);

  // The batches of one pass over everything, or over a part of it drawn by lot,
  // in a random order. Each is of one kind.
  std::vector<std::vector<Pair>> Epoch();
  // Draws the texts of a batch. Pairs without text on a side are left out.
  PairBatch Draw(const std::vector<Pair>& pairs);

 private:
  struct Sides {
    PairSide left;
    PairSide right;
    uint32_t left_item = 0;
    uint32_t right_item = 0;
    int32_t reader = -1;
  };

  Sides DrawText(const Pair& pair);
  Sides DrawSentence(uint32_t item);
  Sides DrawReader(const Pair& pair);

  const TextCorpus& corpus_;
  const SparseRows& readers_;
  size_t pairs_per_batch_;
  size_t pairs_per_epoch_;
  Random random_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PAIR_SAMPLER_H_
