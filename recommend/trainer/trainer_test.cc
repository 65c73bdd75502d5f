#include "recommend/trainer/trainer.h"

#include <filesystem>
#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "recommend/fake_encoder.h"
#include "recommend/segment_keeper.h"
#include "recommend/trainer/artifact_upload.h"
#include "recommend/trainer/fake_snapshot.h"
#include "recommend/trainer/model_admin.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

// One lease for all trainers of a test.
class FakeLease final : public Lease {
 public:
  FakeLease(std::string* holder, std::string owner)
      : holder_(holder), owner_(std::move(owner)) {}
  absl::Status Acquire(const CallContext&) override {
    if (!holder_->empty() && *holder_ != owner_) {
      return MakeError(absl::StatusCode::kAborted, "LEASE_HELD", "held");
    }
    *holder_ = owner_;
    return absl::OkStatus();
  }
  void Release(const CallContext&) override { holder_->clear(); }

 private:
  std::string* holder_;
  const std::string owner_;
};

TrainingJobOptions JobOptions(const testing::TempDir& folder) {
  TrainingJobOptions options;
  options.training = SmallTraining();
  options.dir = folder.path();
  return options;
}

class TrainerTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::RunTrainingResponse> Run(const std::string& id,
                                              bool force = false) {
    v1::RunTrainingRequest request;
    request.set_request_id(id);
    request.set_force(force);
    auto begun = trainer_.RunTraining(CallContext(), request);
    trainer_.Wait();
    return begun;
  }
  v1::GetTrainingOperationResponse Get(const std::string& id) {
    v1::GetTrainingOperationRequest request;
    request.set_operation_id(id);
    const auto found = trainer_.GetOperation(request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? *found : v1::GetTrainingOperationResponse();
  }

  v1::Segment BuildSegment(const std::string& id) {
    v1::BuildSegmentRequest request;
    request.set_request_id(id);
    const auto begun = trainer_.BuildSegment(CallContext(), request);
    EXPECT_TRUE(begun.ok()) << begun.status();
    trainer_.Wait();
    const auto ended = Get("segment-" + id);
    EXPECT_EQ(ended.operation().error(), "");
    return ended.segment();
  }
  absl::StatusOr<bool> IsSegmentDue(int64_t papers, int64_t events) {
    counts_ = {papers, events};
    for (int look = 0; look < 2; ++look) {
      (void)trainer_.IsDue(CallContext());
    }
    return trainer_.IsSegmentDue(CallContext());
  }
  void PutSegment(int64_t papers, int64_t events, const std::string& model) {
    internal::v1::Artifact segment;
    segment.set_id("s1");
    segment.set_kind("segment");
    segment.set_note(model);
    AddMetric(kStoredPapers, static_cast<double>(papers), &segment);
    AddMetric(kStoredEvents, static_cast<double>(events), &segment);
    segment.mutable_created_at()->set_seconds(absl::ToUnixSeconds(kTestNow));
    store_.Put(segment, "");
  }

  // Tests run side by side and name their requests alike.
  testing::TempDir folder_;
  FakeSnapshot source_;
  FakeArtifactStore store_;
  std::string holder_;
  FakeLease lease_{&holder_, "one"};
  FakeClock clock_{kTestNow};
  TrainingJob job_{&source_, &store_, JobOptions(folder_)};
  StoredCounts counts_{24, 240};
  internal::v1::WatchChangesResponse later_;
  SegmentJob segments_{[this] {
                         auto source = std::make_unique<FakeSnapshot>();
                         source->later = later_;
                         return source;
                       },
                       &store_,
                       Logger("test", "error"),
                       {.model = {}, .dir = folder_.path()}};
  Trainer trainer_{&job_,
                   &segments_,
                   &store_,
                   &lease_,
                   [this](const CallContext&) { return counts_; },
                   &clock_,
                   Logger("test", "error"),
                   {}};
};

TEST_F(TrainerTest, MakesAModelMeasuresItAndPromotesTheFirst) {
  ASSERT_TRUE(Run("r1").ok());
  const auto ended = Get("training-r1");
  EXPECT_TRUE(ended.operation().done());
  EXPECT_EQ(ended.operation().error(), "");
  EXPECT_EQ(ended.operation().items_done(), 1000);
  EXPECT_TRUE(ended.promoted());
  const auto artifact = store_.Get(ended.model_id());
  EXPECT_TRUE(artifact.has_promoted_at());
  EXPECT_EQ(artifact.position().commit(), 7u);
  ASSERT_GE(ended.evaluation().rankings_size(), 2);
  const auto& blend = ended.evaluation().rankings(0);
  const auto& popularity = ended.evaluation().rankings(1);
  EXPECT_EQ(blend.name(), "blend");
  EXPECT_GE(blend.metrics(0).value(), popularity.metrics(0).value());
  EXPECT_TRUE(holder_.empty());
}

TEST(TrainingJob, GoesByTheVectorsOfAnEmbeddingServerOnceMostPapersHaveOne) {
  broadsheet::testing::TempDir folder;
  FakeSnapshot source;
  FakeArtifactStore store;
  TrainingJobOptions options = JobOptions(folder);
  options.encoder = "fake";
  TrainingJob job(&source, &store, options);
  const auto progress = [](std::string_view, int64_t) {
    return absl::OkStatus();
  };
  const auto train = [&](const std::string& name) {
    return job.Train(CallContext(), name, true, 1, progress);
  };
  const auto note_of = [&](const auto& trained) {
    return trained.ok() ? store.Get(trained->model_id).note()
                        : trained.status().ToString();
  };
  const auto vectors_of = [&](int subject) {
    for (int i = 0; i < kSubjectPapers; ++i) {
      const v1::Paper paper = SubjectPaper(subject, i);
      *source.more.add_vectors() = MakePaperVector(
          paper.id(), "fake", 7, FakeEncoder().VectorOf(paper.title()));
    }
  };
  EXPECT_EQ(note_of(train("none")), "");
  vectors_of(0);
  EXPECT_EQ(note_of(train("half")), "");
  vectors_of(1);
  EXPECT_EQ(note_of(train("all")), "texts by fake");
}

TEST_F(TrainerTest, AnswersARequestOnce) {
  ASSERT_TRUE(Run("r1").ok());
  ASSERT_TRUE(Run("r1").ok());
  EXPECT_EQ(source_.loads, 1);
}

TEST_F(TrainerTest, DoesNotPromoteWhatIsWorseUnlessForced) {
  internal::v1::Artifact better = PutModel(&store_, "m001");
  auto* metric = better.add_metrics();
  metric->set_name("recall@20");
  metric->set_value(2);
  metric->set_low(2);
  better.mutable_promoted_at()->set_seconds(1);
  store_.Put(better, "");
  ASSERT_TRUE(Run("r1").ok());
  EXPECT_FALSE(Get("training-r1").promoted());
  ASSERT_TRUE(Run("r2", /*force=*/true).ok());
  EXPECT_TRUE(Get("training-r2").promoted());
}

TEST_F(TrainerTest, StandsBackWhileAnotherTrains) {
  holder_ = "two";
  EXPECT_EQ(ReasonOf(Run("r1").status()), "TRAINING_RUNS");
  holder_ = "";
  EXPECT_TRUE(Run("r1").ok());
}

TEST_F(TrainerTest, TellsBeforeEventsAreGivenWhetherItMayMeasureThem) {
  v1::RunEvaluationRequest request;
  request.set_request_id("e1");
  EXPECT_TRUE(trainer_.MayEvaluate(request).ok());
  ASSERT_TRUE(trainer_.RunEvaluation(CallContext(), request).ok());
  // The retry is told of the operation, whatever runs.
  EXPECT_TRUE(trainer_.MayEvaluate(request).ok());
  trainer_.Wait();
  trainer_.Stop();
  EXPECT_TRUE(trainer_.MayEvaluate(request).ok());
  request.set_request_id("e2");
  EXPECT_EQ(ReasonOf(trainer_.MayEvaluate(request)), "TRAINING_RUNS");
  request.set_held_out(0.9);
  EXPECT_EQ(ReasonOf(trainer_.MayEvaluate(request)), "INVALID_FIELD");
}

TEST_F(TrainerTest, RefusesBadRequests) {
  EXPECT_EQ(ReasonOf(Run("").status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Run("../x").status()), "INVALID_FIELD");
  v1::RunEvaluationRequest request;
  request.set_request_id("e");
  request.set_held_out(0.9);
  EXPECT_EQ(ReasonOf(trainer_.RunEvaluation(CallContext(), request).status()),
            "INVALID_FIELD");
}

TEST_F(TrainerTest, EvaluatesBesidePopularityAndRandom) {
  v1::RunEvaluationRequest request;
  request.set_request_id("e");
  request.set_split(v1::EVALUATION_SPLIT_RANDOM);
  ASSERT_TRUE(trainer_.RunEvaluation(CallContext(), request).ok());
  trainer_.Wait();
  const auto ended = Get("evaluation-e");
  EXPECT_EQ(ended.operation().error(), "");
  std::map<std::string, double> recall;
  for (const auto& ranking : ended.evaluation().rankings()) {
    recall[ranking.name()] = ranking.metrics(0).value();
  }
  EXPECT_TRUE(recall.contains("popularity"));
  EXPECT_GE(recall["blend"], recall["random"]);
  EXPECT_EQ(ended.model_id(), "");
}

TEST_F(TrainerTest, LeavesNoFilesBehind) {
  ASSERT_TRUE(Run("files").ok());
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(TrainerTest, TrainsByItselfOncePapersAreThereAndLaterAtAnInterval) {
  counts_.papers = 0;
  EXPECT_FALSE(*trainer_.IsDue(CallContext()));
  counts_.papers = 24;
  EXPECT_FALSE(*trainer_.IsDue(CallContext())) << "a load may be running";
  EXPECT_TRUE(*trainer_.IsDue(CallContext()));
  internal::v1::Artifact made = PutModel(&store_, "m1");
  made.mutable_created_at()->set_seconds(absl::ToUnixSeconds(kTestNow));
  auto* papers = made.add_metrics();
  papers->set_name("papers");
  papers->set_value(24);
  auto* events = made.add_metrics();
  events->set_name("events");
  events->set_value(240);
  store_.Put(made, "");
  EXPECT_FALSE(*trainer_.IsDue(CallContext()));
  clock_.Advance(absl::Hours(25));
  EXPECT_TRUE(*trainer_.IsDue(CallContext()));
}

TEST(TrainerAlone, HasTooLittleToLearnFrom) {
  FakeSnapshot source(/*with_papers=*/false);
  FakeArtifactStore store;
  const testing::TempDir folder;
  TrainingJob job(&source, &store, JobOptions(folder));
  const auto trained = job.Train(CallContext(), "n", false, 1,
                                 [](auto, auto) { return absl::OkStatus(); });
  EXPECT_EQ(ReasonOf(trained.status()), "TOO_FEW_PAPERS");
}

TEST_F(TrainerTest, ListsModelsWithTheOneInUse) {
  ASSERT_TRUE(Run("r1").ok());
  ASSERT_TRUE(Run("r2", true).ok());
  ModelAdmin admin(&store_);
  const auto listed = admin.List(CallContext(), {});
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->models_size(), 2);
  EXPECT_TRUE(listed->models(0).in_use());
  EXPECT_FALSE(listed->models(1).in_use());
}

TEST_F(TrainerTest, MakesASegmentOfAllRowsWithTheVectorsOfTheModelInUse) {
  ASSERT_TRUE(Run("r1").ok());
  later_.mutable_cursor()->set_xid(9);
  auto* promoted = later_.add_changes()->mutable_promoted();
  *promoted = store_.Get(Get("training-r1").model_id());
  const v1::Segment segment = BuildSegment("s1");
  EXPECT_EQ(segment.papers(), 24);
  EXPECT_EQ(segment.readers(), 40);
  EXPECT_EQ(segment.model_id(), promoted->id());
  const auto artifact = store_.Get(segment.id());
  EXPECT_EQ(artifact.kind(), kSegmentKind);
  EXPECT_EQ(artifact.position().commit(), 9u);
  ArtifactCache cache(&store_, folder_.File("elsewhere"));
  SegmentKeeper keeper(&store_, &cache, Logger("test", "error"));
  const auto loaded = keeper.Load(CallContext(), ReadModelOptions());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->model->catalogue().papers(), 24);
  EXPECT_EQ(loaded->cursor.xid(), 9u);
  EXPECT_TRUE(holder_.empty());
}

TEST_F(TrainerTest, MakesTheNextSegmentFromTheOneBeforeAndTheFeed) {
  ASSERT_EQ(BuildSegment("s1").papers(), 24);
  later_.mutable_cursor()->set_xid(9);
  *later_.add_changes()->mutable_paper() = MakePaper("new", "New");
  const v1::Segment next = BuildSegment("s2");
  EXPECT_EQ(next.papers(), 25);
  EXPECT_EQ(next.position().commit(), 9u);
}

TEST_F(TrainerTest, MakesSegmentsByItselfOfManyPapersOnly) {
  EXPECT_FALSE(*IsSegmentDue(9'000, 0));
  EXPECT_TRUE(*IsSegmentDue(20'000, 0));
}

TEST_F(TrainerTest, MakesTheNextSegmentWhenAModelOrATenthIsNew) {
  PutSegment(20'000, 1'000, "");
  EXPECT_FALSE(*IsSegmentDue(20'000, 1'000));
  EXPECT_FALSE(*IsSegmentDue(20'100, 1'000));
  EXPECT_TRUE(*IsSegmentDue(23'000, 1'000));
  EXPECT_TRUE(*IsSegmentDue(20'000, 2'000));
  internal::v1::Artifact model = PutModel(&store_, "m1");
  model.mutable_promoted_at()->set_seconds(1);
  store_.Put(model, "");
  EXPECT_TRUE(*IsSegmentDue(20'000, 1'000));
}

TEST_F(TrainerTest, MakesTheNextSegmentInTimeWhenAnythingIsNew) {
  PutSegment(20'000, 1'000, "");
  clock_.Advance(absl::Hours(7));
  EXPECT_FALSE(*IsSegmentDue(20'000, 1'000));
  EXPECT_TRUE(*IsSegmentDue(20'001, 1'000));
}

TEST_F(TrainerTest, ComparesSegmentsWithWhatStorageHeldWhenTheyWereMade) {
  // Withdrawn papers and impressions are in storage, and not in a segment.
  counts_ = {20'000, 5'000};
  ASSERT_EQ(BuildSegment("s1").papers(), 24);
  clock_.Advance(absl::Hours(7));
  EXPECT_FALSE(*IsSegmentDue(20'000, 5'000));
  EXPECT_TRUE(*IsSegmentDue(23'000, 5'000));
}

TEST_F(TrainerTest, LeavesNoFileOfASegmentBehind) {
  BuildSegment("s1");
  BuildSegment("s2");
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_FALSE(file.path().filename().string().starts_with("segment"));
    EXPECT_FALSE(file.path().filename().string().starts_with("unfinished"));
  }
}

}  // namespace
}  // namespace broadsheet::recommend
