#ifndef BROADSHEET_RECOMMEND_MODEL_SOURCES_H_
#define BROADSHEET_RECOMMEND_MODEL_SOURCES_H_

#include <string_view>
#include <vector>

#include "recommend/candidate_source.h"

namespace broadsheet::recommend {

// Candidates of the trained model. They say nothing while there is none.

// Papers of the largest products with the reader's factors: what readers of a
// like taste want.
class FactorSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "factors"; }
  v1::Reason::Kind reason() const override {
    return v1::Reason::KIND_COLLABORATIVE;
  }
  double weight(const BlendWeights& blend) const override {
    return blend.factors;
  }
  bool Applies(const FeedContext& context) const override;
  bool relevance() const override { return true; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
  void Complete(const FeedContext& context, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;
};

// Papers that the model's item-item weights lead to from the reader's own.
class NeighbourSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "neighbours"; }
  v1::Reason::Kind reason() const override {
    return v1::Reason::KIND_COLLABORATIVE;
  }
  double weight(const BlendWeights& blend) const override {
    return blend.neighbours;
  }
  bool Applies(const FeedContext& context) const override;
  bool relevance() const override { return true; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
};

// Papers whose text vector is closest to the reader's own papers'.
class TextSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "text"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_SIMILAR; }
  double weight(const BlendWeights& blend) const override { return blend.text; }
  bool Applies(const FeedContext& context) const override;
  bool relevance() const override { return true; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
  void Complete(const FeedContext& context, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODEL_SOURCES_H_
