#ifndef BROADSHEET_RECOMMEND_MODELS_TEXT_CORPUS_H_
#define BROADSHEET_RECOMMEND_MODELS_TEXT_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "recommend/models/sparse_rows.h"
#include "recommend/models/training_data.h"
#include "recommend/models/training_options.h"

namespace broadsheet::recommend {

// A text without its order: rows of terms, ascending, with TermWeight of their
// counts.
struct TextBag {
  std::vector<uint32_t> rows;
  std::vector<float> weights;

  bool empty() const { return rows.empty(); }
};

// The texts of training, over the terms that get a vector. Thread-safe.
class TextCorpus {
 public:
  // `items` must outlive this, as must `vocabulary`.
  TextCorpus(const std::vector<std::string>& vocabulary,
             const std::vector<const TrainingPaper*>& items,
             const EncoderOptions& options);

  size_t items() const { return items_.size(); }
  // Terms with a vector, in the order of their texts.
  size_t terms() const { return terms_.size(); }
  const std::string& Term(uint32_t row) const {
    return vocabulary_[terms_[row]];
  }
  // ln(papers / papers with the term), at least 0.1.
  float Rarity(uint32_t row) const { return rarity_[row]; }
  const TrainingPaper& Paper(size_t item) const { return *items_[item]; }

  // Tokens as a bag; those of `title` count as kTitleCount.
  TextBag Bag(std::span<const uint32_t> title,
              std::span<const uint32_t> body) const;
  TextBag WholeText(size_t item) const;

 private:
  const std::vector<std::string>& vocabulary_;
  const std::vector<const TrainingPaper*>& items_;
  std::vector<uint32_t> terms_;        // Places in the vocabulary, by row.
  std::vector<uint32_t> row_of_term_;  // kNoRow: none.
  std::vector<float> rarity_;
};

// Vectors of terms weighted by rarity, of length 1: a row for each item.
SparseRows LexicalVectors(const TextCorpus& corpus, int threads);

// The `count` rows of `vectors` of the largest cosine with each row that
// `wanted` has (row by row, in the order of rows). `step` is called `steps`
// times; when it says false, there is no result.
std::optional<SparseRows> LexicalNeighbours(const SparseRows& vectors,
                                            size_t count,
                                            const std::vector<bool>& wanted,
                                            size_t steps, int threads,
                                            const std::function<bool()>& step);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TEXT_CORPUS_H_
