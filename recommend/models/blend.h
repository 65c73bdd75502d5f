#ifndef BROADSHEET_RECOMMEND_MODELS_BLEND_H_
#define BROADSHEET_RECOMMEND_MODELS_BLEND_H_

#include <span>
#include <vector>

namespace broadsheet::recommend {

// The weights of the scores of which a personal list, or that of similar
// papers, is made. In one place: training measures them, lists use them.
struct BlendWeights {
  float factors = 1;        // Product of reader's and paper's factors.
  float neighbours = 0.3f;  // Item-item score.
  float lexical = 0.5f;     // Weighted terms.
  float text = 0.5f;        // Product of text vectors.
  float readers = 0;        // Logarithm of 1 + readers who like it.
};

// A reader's lists over papers that readers know.
inline constexpr BlendWeights kWarmBlend;
// The same where interactions are sparse (Model::sparse): what two papers have
// in common tells nothing, texts tell more.
inline constexpr BlendWeights kSparseBlend = {1, 0, 0.7f, 1};
// Papers that no reader has met: inferred factors and both texts alike.
inline constexpr BlendWeights kColdBlend = {1, 0, 1, 1};
// Papers similar to one: what readers do tells less of that than texts do, and
// of papers about alike those come first that more like.
inline constexpr BlendWeights kSimilarBlend = {0.3f, 0, 0.5f, 1, 0.3f};

// One score of all candidates, in one order; empty: this score is not known.
struct BlendScores {
  std::span<const float> factors;
  std::span<const float> neighbours;
  std::span<const float> lexical;
  std::span<const float> text;
  std::span<const float> readers;
};

// Makes the scores comparable (each less its mean over the candidates, divided
// by its standard deviation) and adds them up by weight, into `total` of one
// value for each candidate. A score that is equal everywhere adds nothing.
// Readers are divided by 1 at least, so that one of them lifts no paper above
// others that are closer.
// Thread-safe.
void Blend(const BlendWeights& weights, const BlendScores& scores,
           std::span<float> total);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_BLEND_H_
