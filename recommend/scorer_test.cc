#include "recommend/scorer.h"

#include <cmath>
#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;

class FixedWeight final : public CandidateSource {
 public:
  explicit FixedWeight(double weight) : weight_(weight) {}
  std::string_view name() const override { return "fixed"; }
  v1::Reason::Kind reason() const override { return v1::Reason::KIND_FRESH; }
  double weight(const BlendWeights&) const override { return weight_; }
  void Score(const FeedContext&, ScoreMap*) const override {}

 private:
  double weight_;
};

class ScorerTest : public ::testing::Test {
 protected:
  // Of papers 0, 1, ... in order; 0: the source does not know it.
  void Add(const CandidateSource* source, const std::vector<float>& scores,
           double factor = 1) {
    all_.push_back({source, pool_.Take(scores.size()), factor, {}});
    for (size_t doc = 0; doc < scores.size(); ++doc) {
      if (scores[doc] == 0) continue;
      all_.back().scores->Add(static_cast<DocId>(doc), scores[doc]);
    }
  }
  std::vector<double> Blended(const std::vector<DocId>& docs) const {
    std::vector<double> scores;
    for (const Candidate& candidate : BlendSources(all_, docs, {})) {
      scores.push_back(candidate.score);
    }
    return scores;
  }

  const FixedWeight one_{1};
  const FixedWeight half_{0.5};
  ScoreMapPool pool_;
  std::vector<SourceScores> all_;
};

TEST_F(ScorerTest, MakesScoresOfAllScalesComparable) {
  Add(&one_, {1, 2, 3});
  Add(&one_, {3000, 2000, 1000});
  EXPECT_THAT(Blended({0, 1, 2}), Each(testing::DoubleNear(0, 1e-6)));
}

TEST_F(ScorerTest, CountsDeviationsFromTheMeanByTheSourcesWeight) {
  Add(&half_, {1, 3});
  EXPECT_NEAR(Blended({0, 1})[0], -0.5, 1e-6);
  EXPECT_NEAR(Blended({0, 1})[1], 0.5, 1e-6);
}

TEST_F(ScorerTest, TakesTheFactorOfAnExperimentIntoAccount) {
  Add(&half_, {1, 3}, 3);
  EXPECT_NEAR(Blended({0, 1})[1], 1.5, 1e-6);
}

TEST_F(ScorerTest, AddsNothingForWhatIsEqualEverywhere) {
  Add(&one_, {5, 5, 5});
  EXPECT_THAT(Blended({0, 1, 2}), Each(0));
}

TEST_F(ScorerTest, LetsNoFreakScoreOutweighAllOthers) {
  std::vector<float> scores(1000, 1);
  scores[0] = 1e9f;
  Add(&one_, scores);
  std::vector<DocId> docs;
  for (DocId doc = 0; doc < scores.size(); ++doc) docs.push_back(doc);
  EXPECT_EQ(Blended(docs)[0], 12);
}

TEST_F(ScorerTest, TellsThePartOfEachSource) {
  Add(&one_, {1, 3});
  Add(&half_, {3, 1});
  const auto candidates = BlendSources(all_, {0, 1}, {});
  ASSERT_EQ(candidates[1].parts.size(), 2u);
  EXPECT_NEAR(candidates[1].parts[0], 1, 1e-6);
  EXPECT_NEAR(candidates[1].parts[1], -0.5, 1e-6);
  EXPECT_NEAR(candidates[1].score, 0.5, 1e-6);
}

TEST_F(ScorerTest, ComparesAmongTheCandidatesAlone) {
  Add(&one_, {1, 3, 1e6f});
  EXPECT_NEAR(Blended({0, 1})[1], 1, 1e-6);
}

TEST_F(ScorerTest, MakesNothingOfNoCandidates) {
  Add(&one_, {1});
  EXPECT_THAT(Blended({}), IsEmpty());
}

}  // namespace
}  // namespace broadsheet::recommend
