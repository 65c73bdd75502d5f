#ifndef BROADSHEET_TESTS_BENCH_QUALITY_SCORER_H_
#define BROADSHEET_TESTS_BENCH_QUALITY_SCORER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "recommend/models/blend.h"
#include "recommend/models/model.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/models/sparse_rows.h"
#include "tests/bench/quality/dataset.h"

namespace broadsheet::bench {

// Which score ranks. Those of a model are the product's own code.
enum class Ranking {
  kRandom,
  kPopularity,
  kFactors,
  kNeighbours,
  kLexical,
  kText,
  kBlend,
};
const char* NameOf(Ranking ranking);

// The terms of a text as the encoder takes them; views into `data`.
std::vector<recommend::TextTerm> TermsOf(const Dataset& data,
                                         const recommend::TrainingPaper& paper);

// A model at work over the papers of a data set, as a recommender serves it:
// vectors of bytes, factors of new papers from their neighbours by text,
// readers folded in. Thread-safe.
class Scorer {
 public:
  // `data` must outlive this. `popularity`: readers of each paper in training.
  // `ease` as in Model::FoldIn.
  Scorer(const Dataset& data, std::shared_ptr<const recommend::Model> model,
         std::vector<uint32_t> popularity, uint64_t seed, float ease);

  // The scores of all papers, by number; those that the model cannot give are
  // empty.
  struct Scores {
    std::vector<float> factors, neighbours, lexical, text;
    uint64_t lot = 0;  // Of the random ranking.
  };
  // For a reader of the papers `known`.
  Scores ForReader(const Library& known) const;
  // How similar papers are to `paper`.
  Scores ForPaper(uint32_t paper) const;
  // By one of the scores, or blended; one for each of `candidates`.
  std::vector<float> Rank(Ranking ranking, const Scores& scores,
                          const Library& candidates,
                          const recommend::BlendWeights& weights) const;

 private:
  void SetTexts();
  void SetFactors();
  void InferFactors(uint32_t paper, std::span<float> factors) const;
  void AddTerms(const Library& known, Scores* scores) const;
  void AddTexts(const Library& known, Scores* scores) const;
  void AddFactors(const Library& known, Scores* scores) const;
  void AddNeighbours(const Library& known, Scores* scores) const;

  const Dataset& data_;
  std::shared_ptr<const recommend::Model> model_;
  std::vector<uint32_t> popularity_;
  uint64_t seed_;
  float ease_;
  std::vector<int64_t> item_of_paper_;  // -1: unknown to the model.
  std::vector<uint32_t> paper_of_item_;
  recommend::SparseRows lexical_;  // Papers by terms.
  recommend::SparseRows by_term_;
  recommend::PaperVectors texts_;
  recommend::PaperVectors factors_;
};

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_QUALITY_SCORER_H_
