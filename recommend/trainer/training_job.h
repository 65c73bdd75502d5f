#ifndef BROADSHEET_RECOMMEND_TRAINER_TRAINING_JOB_H_
#define BROADSHEET_RECOMMEND_TRAINER_TRAINING_JOB_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/model_service.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"
#include "recommend/change_source.h"
#include "recommend/models/model.h"
#include "recommend/models/training_options.h"
#include "recommend/trainer/holdout.h"
#include "recommend/trainer/job_progress.h"
#include "recommend/trainer/training_snapshot.h"

namespace broadsheet::recommend {

struct TrainingJobOptions {
  TrainingOptions training;
  // A folder for files of gigabytes; it must exist.
  std::string dir;
  // Models that storage keeps besides those in use.
  int keep = 5;
  // The embedding server whose vectors of texts are used (PaperVector.encoder),
  // once nearly all papers have one. Empty, or until then: training learns an
  // encoder from the texts.
  std::string encoder;
  // Too few to learn from.
  size_t min_papers = 20;
  // Readers that a measurement needs at least, and asks about at most.
  size_t min_readers = 10;
  size_t max_readers = 1000;
};

// What one training or evaluation does, from the snapshot to the promotion. One
// thread at a time.
class TrainingJob {
 public:
  // Pointers must outlive this.
  TrainingJob(ChangeSource* source, ArtifactStore* store,
              const TrainingJobOptions& options)
      : source_(source), store_(store), options_(options) {}

  struct Trained {
    std::string model_id;
    bool promoted = false;
    v1::Evaluation evaluation;
  };
  // Measures how well models of these data do, learns one from all of them,
  // stores it, and promotes it when it is not worse than the one in use, or
  // when `force`. `name` makes repetitions one. FAILED_PRECONDITION
  // (TOO_FEW_PAPERS).
  absl::StatusOr<Trained> Train(const CallContext& call,
                                const std::string& name, bool force,
                                uint64_t seed, const JobProgress& progress);

  // Measures alone, more closely: on `events`, or the stored ones when null.
  absl::StatusOr<v1::Evaluation> Evaluate(const CallContext& call,
                                          const std::string& name,
                                          const HoldoutOptions& holdout,
                                          const std::vector<v1::Event>* events,
                                          const JobProgress& progress);

 private:
  absl::StatusOr<std::unique_ptr<TrainingSnapshot>> Load(
      ChangeSource* source, const JobProgress& progress);
  absl::Status Learn(const CallContext& call, const TrainingData& data,
                     uint64_t seed, JobStage stage, const std::string& path,
                     const JobProgress& progress);
  // A model without the holdout, asked about it. Empty without enough readers.
  absl::StatusOr<v1::Evaluation> Measure(
      const CallContext& call, TrainingSnapshot* snapshot,
      const std::string& path, const HoldoutOptions& options,
      const std::vector<std::string>& rankings, JobStage stage,
      const JobProgress& progress);
  absl::StatusOr<bool> NotWorse(const CallContext& call,
                                const internal::v1::Artifact& made);

  ChangeSource* source_;
  ArtifactStore* store_;
  const TrainingJobOptions options_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_TRAINING_JOB_H_
