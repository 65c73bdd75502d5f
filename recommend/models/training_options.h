#ifndef BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_
#define BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_

#include <cstddef>
#include <cstdint>

namespace broadsheet::recommend {

// The defaults are what measured best (docs/quality.md).

// Whether so many interactions with so many different papers are too few for
// papers to be told apart by who wants them: their texts are then worth more,
// and what two papers have in common by chance must not count.
constexpr bool IsSparse(uint64_t interactions, uint64_t papers) {
  return interactions < 5 * papers;
}

// Factors: S. Rendle, W. Krichene, L. Zhang, Y. Koren, "Revisiting the
// Performance of iALS on Item Recommendation Benchmarks", RecSys 2022.
// Minimised:
//   sum over interactions c (1 - w.h)^2 + unobserved * sum over all (w.h)^2
//   + regularization * sum over rows (count + unobserved * others) |row|^2.
struct FactorOptions {
  // A multiple of 32 from 32 to 1024. 0: 512 for up to 40,000 papers with
  // interactions, 256 for up to a million, 128 for more.
  size_t dimension = 0;
  float unobserved = 0.003f;
  // 0: 0.004, or 0.02 where interactions are sparse (IsSparse).
  float regularization = 0;
  int sweeps = 8;
};

// Item-item weights: for each paper, the ridge regression of its column on the
// columns of its nearest neighbours alone; EASE (H. Steck, WWW 2019) is the
// same with all columns as neighbours, and needs the square of the papers in
// memory.
struct NeighbourOptions {
  size_t candidates = 300;  // Columns of each regression.
  float ridge = 30;
  // Of more interactions, those of every second, third, ... reader are used.
  size_t interactions = 4'000'000;
  // Weights kept for each paper, the largest, and for all papers together.
  size_t kept = 200;
  size_t kept_in_all = 16'000'000;
};

// The bag-of-words dual encoder of texts.
struct EncoderOptions {
  size_t dimension = 256;  // A multiple of 32; 32 to 1024.
  int epochs = 5;
  size_t batch = 256;  // Pairs; each is against all others. 2 to 4096.
  // Of an epoch, drawn anew for each; what more of them teach is little.
  size_t pairs = 300'000;
  float rate = 0.1f;
  uint32_t min_papers = 2;     // A term of fewer papers has no vector.
  size_t max_terms = 1 << 18;  // The most frequent ones.
};

// How factors of papers that few readers know lean on those of papers of
// similar text: own weight n / (prior + n) for n interactions.
struct ShrinkOptions {
  size_t neighbours = 50;
  float prior = 1;
  // Among more papers, neighbours are those by text vectors among the papers
  // that most readers know: work grows with the papers, not with their square.
  size_t lexical_papers = 40'000;
};

// Centres of text vectors, by spherical k-means (I. Dhillon, D. Modha, "Concept
// Decompositions for Large Sparse Text Data using Clustering", Machine Learning
// 2001): 2 * sqrt(papers) of them.
struct CentreOptions {
  // Fewer papers are looked at one by one.
  size_t papers = 65'536;
  int rounds = 8;
  size_t sample = 96;  // Vectors for each centre.
};

struct TrainingOptions {
  FactorOptions factors;
  NeighbourOptions neighbours;
  EncoderOptions encoder;
  ShrinkOptions shrink;
  CentreOptions centres;
  uint64_t seed = 1;
  int threads = 2;  // 1 to 256.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TRAINING_OPTIONS_H_
