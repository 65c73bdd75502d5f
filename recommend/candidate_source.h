#ifndef BROADSHEET_RECOMMEND_CANDIDATE_SOURCE_H_
#define BROADSHEET_RECOMMEND_CANDIDATE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/list.pb.h"
#include "recommend/models/blend.h"
#include "recommend/models/helpers.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/reader_vectors.h"
#include "recommend/score_map.h"
#include "recommend/taste.h"

namespace broadsheet::recommend {

// For whom and for when a feed is made. What it points to outlives the list.
struct FeedContext {
  const ReadModel* model;
  const Filter* filter;
  const Reader* reader;
  // None: somebody without an account.
  std::optional<ReaderId> reader_number;
  const Taste* taste;
  absl::Time as_of;
  uint64_t seed;
  // The trained model and the reader in it; null while there is none.
  const ServingModel* serving = nullptr;
  const ReaderVectors* vectors = nullptr;
  // How many papers a source should put up. 0: the candidates are given.
  size_t wanted = 0;
  // They do a part of the work; null: nobody does.
  Helpers* helpers = nullptr;
};

// The DayNumber of a time in UTC. Good enough for ages in days.
int32_t DayOf(absl::Time time);

// The first stage of the pipeline: one way to think of papers for a reader.
// Stateless and thread-safe.
class CandidateSource {
 public:
  virtual ~CandidateSource() = default;

  // As in score components: "content".
  virtual std::string_view name() const = 0;
  virtual v1::Reason::Kind reason() const = 0;
  // What a standard deviation above the mean adds to a paper's score. `blend`:
  // the weights of the models' scores.
  virtual double weight(const BlendWeights& blend) const = 0;
  // Whether it can say anything.
  virtual bool Applies(const FeedContext&) const { return true; }
  // Whether the source tells relevance, and not merely makes lists nicer to
  // read: RANKING_RELEVANCE uses no others.
  virtual bool relevance() const { return false; }
  // How many papers it may put up; 0: as many as the list could need.
  virtual size_t quota() const { return 0; }
  // Adds a score above 0 for each paper it knows something good about, listed
  // or not.
  virtual void Score(const FeedContext& context, ScoreMap* scores) const = 0;
  // Adds the scores of those among `docs`, the candidates of all sources, that
  // Score left out although it has one for them.
  virtual void Complete(const FeedContext&, const std::vector<DocId>& docs,
                        ScoreMap* scores) const;
};

// Papers like the reader's own.
class ContentSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "content"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_SIMILAR; }
  double weight(const BlendWeights& blend) const override {
    return blend.lexical;
  }
  bool relevance() const override { return true; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
  void Complete(const FeedContext& context, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;
};

// Papers that readers of the reader's papers like, counted on the fly: while no
// trained model knows of readers.
class CollaborativeSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "collaborative"; }
  v1::Reason::Kind reason() const override {
    return v1::Reason::KIND_COLLABORATIVE;
  }
  double weight(const BlendWeights& blend) const override {
    return blend.factors;
  }
  bool Applies(const FeedContext& context) const override;
  bool relevance() const override { return true; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
};

// Papers by authors, and recent ones in categories, that the reader follows.
class FollowedSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "followed"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_FOLLOWED; }
  double weight(const BlendWeights&) const override { return 0.8; }
  size_t quota() const override { return 200; }
  bool Applies(const FeedContext& context) const override;
  void Score(const FeedContext& context, ScoreMap* scores) const override;
  void Complete(const FeedContext& context, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;
};

// Papers that have all readers' attention now, and those that have most of it
// in the categories that the reader follows.
class TrendingSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "trending"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_TRENDING; }
  double weight(const BlendWeights&) const override { return 0.15; }
  // The followed categories' own have less attention than all others: they
  // would not be among the first of both.
  size_t quota() const override { return 2 * kEach; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
  void Complete(const FeedContext& context, const std::vector<DocId>& docs,
                ScoreMap* scores) const override;

 private:
  static constexpr size_t kEach = 100;
};

// The newest papers.
class FreshSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "fresh"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_FRESH; }
  double weight(const BlendWeights&) const override { return 0.15; }
  size_t quota() const override { return 100; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
};

// A few recent papers by lot, to learn what else the reader may like. The lot
// is a function of the reader, the seed and the day.
class ExplorationSource final : public CandidateSource {
 public:
  std::string_view name() const override { return "exploration"; }
  v1::Reason::Kind reason() const override {
    return v1::Reason::KIND_EXPLORATION;
  }
  double weight(const BlendWeights&) const override { return 0.1; }
  size_t quota() const override { return 10; }
  void Score(const FeedContext& context, ScoreMap* scores) const override;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_CANDIDATE_SOURCE_H_
