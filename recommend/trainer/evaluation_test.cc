#include "recommend/trainer/evaluation.h"

#include <set>

#include "gtest/gtest.h"
#include "recommend/trainer/fake_snapshot.h"

namespace broadsheet::recommend {
namespace {

TEST(Metrics, CountHitsAmongTheFirst) {
  const RankedHits hits{{0, 3, 25}, 4};
  EXPECT_DOUBLE_EQ(Recall(hits, 20), 0.5);
  EXPECT_DOUBLE_EQ(Recall(hits, 300), 0.75);
  EXPECT_DOUBLE_EQ(ReciprocalRank(hits), 1);
  EXPECT_DOUBLE_EQ(ReciprocalRank({{3}, 1}), 0.25);
  EXPECT_DOUBLE_EQ(ReciprocalRank({{}, 1}), 0);
}

TEST(Metrics, GiveTheBestOrderAnNdcgOfOne) {
  EXPECT_DOUBLE_EQ(Ndcg({{0, 1, 2}, 3}, 20), 1);
  EXPECT_LT(Ndcg({{1, 2, 3}, 3}, 20), 1);
  EXPECT_GT(Ndcg({{0, 5, 9}, 3}, 20), Ndcg({{1, 5, 9}, 3}, 20));
  EXPECT_DOUBLE_EQ(Ndcg({{}, 0}, 20), 0);
}

TEST(Metrics, HaveAnIntervalAroundTheirMean) {
  const v1::ModelMetric metric = MeanMetric("m", {0, 1, 0, 1});
  EXPECT_DOUBLE_EQ(metric.value(), 0.5);
  EXPECT_NEAR(metric.high() - metric.value(), 1.96 * 0.57735 / 2, 1e-4);
  EXPECT_NEAR(metric.value() - metric.low(), metric.high() - metric.value(),
              1e-12);
}

TEST(TrainingSnapshot, TakesLikesOfAMergedRecordForThePaperThatItIs) {
  FakeSnapshot source(/*with_papers=*/false);
  *source.more.add_papers() = SubjectPaper(0, 1);
  v1::Paper merged = SubjectPaper(0, 2);
  merged.set_merged_into(SubjectPaperId(0, 1));
  merged.set_withdrawn(true);
  *source.more.add_papers() = merged;
  *source.more.add_events() =
      MakeEvent("ada", v1::EVENT_KIND_SAVE, merged.id());
  auto loaded = LoadTrainingSnapshot(&source, [] { return absl::OkStatus(); });
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  TrainingSnapshot& snapshot = **loaded;
  ASSERT_EQ(snapshot.wishes().size(), 1u);
  EXPECT_EQ(snapshot.model().catalogue().id(snapshot.wishes()[0].doc),
            SubjectPaperId(0, 1));
}

class HoldoutTest : public ::testing::Test {
 protected:
  HoldoutTest() {
    FakeSnapshot source;
    auto loaded =
        LoadTrainingSnapshot(&source, [] { return absl::OkStatus(); });
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    snapshot_ = *std::move(loaded);
  }
  std::unique_ptr<TrainingSnapshot> snapshot_;
};

TEST_F(HoldoutTest, TakesWhatReadersWantedLast) {
  const Holdout holdout = MakeHoldout(*snapshot_, {});
  ASSERT_FALSE(holdout.readers.empty());
  for (const AskedReader& asked : holdout.readers) {
    ASSERT_FALSE(asked.held_out.empty());
    for (const size_t held : asked.held_out) {
      EXPECT_TRUE(holdout.held_out[held]);
      for (const size_t kept : asked.kept) {
        EXPECT_LE(snapshot_->wishes()[kept].at, snapshot_->wishes()[held].at);
      }
    }
  }
}

TEST_F(HoldoutTest, IsAFunctionOfItsSeed) {
  HoldoutOptions options;
  options.by_time = false;
  EXPECT_EQ(MakeHoldout(*snapshot_, options).held_out,
            MakeHoldout(*snapshot_, options).held_out);
  HoldoutOptions other = options;
  other.seed = 2;
  EXPECT_NE(MakeHoldout(*snapshot_, options).held_out,
            MakeHoldout(*snapshot_, other).held_out);
}

TEST_F(HoldoutTest, AsksAboutAtMostSoManyReaders) {
  HoldoutOptions options;
  options.max_readers = 3;
  EXPECT_EQ(MakeHoldout(*snapshot_, options).readers.size(), 3u);
}

TEST_F(HoldoutTest, KeepsWhatIsHeldOutFromTraining) {
  const Holdout holdout = MakeHoldout(*snapshot_, {});
  const size_t all = snapshot_->Data({}).interactions.size();
  EXPECT_EQ(snapshot_->Data(holdout.held_out).interactions.size(),
            all - holdout.size);
}

}  // namespace
}  // namespace broadsheet::recommend
