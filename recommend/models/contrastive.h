#ifndef BROADSHEET_RECOMMEND_MODELS_CONTRASTIVE_H_
#define BROADSHEET_RECOMMEND_MODELS_CONTRASTIVE_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "recommend/models/factors.h"
#include "recommend/models/text_corpus.h"

namespace broadsheet::recommend {

// One side of a pair: the mean of the vectors of one or several texts.
struct PairSide {
  std::vector<TextBag> texts;  // None is empty.
};

// Pairs that belong together; everything else in the batch does not, but for
// what `same` says (row of the left, column of the right).
struct PairBatch {
  std::vector<PairSide> left;
  std::vector<PairSide> right;  // As many.
  std::function<bool(size_t row, size_t column)> same;
  float temperature = 0.1f;
};

// Trains vectors of terms: softmax cross entropy over the batch in both
// directions, one step of Adagrad with one rate a row (J. Duchi, E. Hazan,
// Y. Singer, JMLR 2011). The same on any number of threads. Not thread-safe.
class ContrastiveTrainer {
 public:
  ContrastiveTrainer(DenseRows* terms, float rate, int threads);

  // Returns the mean loss of the batch before the step.
  double Step(const PairBatch& batch);

 private:
  struct Encoded;

  void Encode(const std::vector<PairSide>& sides, Encoded* encoded) const;
  // Turns products into their derivatives; returns the loss.
  double Differentiate(const PairBatch& batch);
  void Transpose(size_t size);
  void Backward(const DenseRows& gradient, Encoded* encoded) const;
  void Update(const Encoded& left, const Encoded& right);

  DenseRows* terms_;
  float rate_;
  int threads_;
  std::vector<float> squares_;  // Of past gradients, for each row.
  std::vector<float> products_;
  std::vector<float> transposed_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_CONTRASTIVE_H_
