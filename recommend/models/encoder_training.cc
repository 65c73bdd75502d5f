#include "recommend/models/encoder_training.h"

#include <cmath>
#include <utility>
#include <vector>

#include "recommend/models/contrastive.h"
#include "recommend/models/pair_sampler.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

// Terms begin as random directions as long as they are rare: texts then have
// about the products of their TF-IDF vectors (random projection).
DenseRows RandomTerms(const TextCorpus& corpus, size_t dimension,
                      uint64_t seed) {
  DenseRows terms(corpus.terms(), dimension);
  Random random(seed);
  const float unit = 1 / std::sqrt(static_cast<float>(dimension));
  for (uint32_t row = 0; row < corpus.terms(); ++row) {
    float* values = terms.Row(row);
    const float scale = unit * corpus.Rarity(row);
    for (size_t k = 0; k < dimension; ++k) values[k] = scale * random.Normal();
  }
  return terms;
}

}  // namespace

std::optional<DenseRows> TrainEncoder(const TextCorpus& corpus,
                                      const SparseRows& readers,
                                      const EncoderOptions& options,
                                      uint64_t seed, int threads,
                                      const std::function<bool()>& step) {
  DenseRows terms = RandomTerms(corpus, options.dimension, seed);
  ContrastiveTrainer trainer(&terms, options.rate, threads);
  PairSampler sampler(corpus, readers, options.batch, options.pairs, seed + 1);
  int steps = 0;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    const auto batches = sampler.Epoch();
    for (size_t i = 0; i < batches.size(); ++i) {
      const PairBatch batch = sampler.Draw(batches[i]);
      if (batch.left.size() > 1) trainer.Step(batch);
      const double done = epoch + static_cast<double>(i + 1) /
                                      static_cast<double>(batches.size());
      while (steps < static_cast<int>(kEncoderSteps * done / options.epochs)) {
        ++steps;
        if (!step()) return std::nullopt;
      }
    }
  }
  return terms;
}

}  // namespace broadsheet::recommend
