#ifndef BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_
#define BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_

#include <cstddef>
#include <cstdint>

namespace broadsheet::recommend {

// The defaults are what measured best (docs/quality.md).

// Factors: S. Rendle, W. Krichene, L. Zhang, Y. Koren, "Revisiting the
// Performance of iALS on Item Recommendation Benchmarks", RecSys 2022.
// Minimised:
//   sum over interactions c (1 - w.h)^2 + unobserved * sum over all (w.h)^2
//   + regularization * sum over rows (count + unobserved * others) |row|^2.
struct FactorOptions {
  size_t dimension = 256;  // A multiple of 16; 16 to 1024.
  float unobserved = 0.005f;
  float regularization = 0.003f;
  int sweeps = 10;
};

// Item-item weights: for each paper, the ridge regression of its column on the
// columns of its nearest neighbours alone; EASE (H. Steck, WWW 2019) is the
// same with all columns as neighbours, and needs the square of the papers in
// memory.
struct NeighbourOptions {
  size_t candidates = 300;  // Columns of each regression.
  float ridge = 30;
  size_t kept = 100;  // Weights kept for each paper; at most `candidates`.
};

// The bag-of-words dual encoder of texts.
struct EncoderOptions {
  size_t dimension = 256;  // A multiple of 32; 32 to 1024.
  int epochs = 6;
  uint32_t min_papers = 2;     // A term of fewer papers has no vector.
  size_t max_terms = 1 << 18;  // The most frequent ones.
};

// How factors of papers that few readers know lean on those of papers of
// similar text: own weight n / (prior + n) for n interactions.
struct ShrinkOptions {
  size_t neighbours = 50;
  float prior = 1;
};

struct TrainingOptions {
  FactorOptions factors;
  NeighbourOptions neighbours;
  EncoderOptions encoder;
  ShrinkOptions shrink;
  uint64_t seed = 1;
  int threads = 2;  // 1 to 256.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_
