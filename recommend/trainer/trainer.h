#ifndef BROADSHEET_RECOMMEND_TRAINER_TRAINER_H_
#define BROADSHEET_RECOMMEND_TRAINER_TRAINER_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/model_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "recommend/artifact_store.h"
#include "recommend/lease.h"
#include "recommend/trainer/given_events.h"
#include "recommend/trainer/segment_job.h"
#include "recommend/trainer/stored_counts.h"
#include "recommend/trainer/training_job.h"

namespace broadsheet::recommend {

// So long no trainer takes over from one that was killed. Renewed in a quarter
// of it.
inline constexpr int kTrainingLeaseSeconds = 20;

struct TrainerOptions {
  // Between two trainings by itself; 0: none.
  absl::Duration interval = absl::Hours(24);
  // Between two segments by itself, at most; 0: none.
  absl::Duration segment_interval = absl::Hours(6);
  // Between two looks at whether one is due.
  absl::Duration look = absl::Seconds(30);
};

// Runs trainings, evaluations and the making of segments, one at a time in all
// of the newspaper, as operations. Trainings by itself: the first as soon as
// there are papers and no more come in, later ones at an interval, or when
// there are half as many papers again or twice as many events. Segments
// likewise: when there is another model, a tenth more, or anything more after
// their interval. A killed trainer leaves nothing behind but a lease of a
// minute. Thread-safe.
class Trainer {
 public:
  using Count = std::function<absl::StatusOr<StoredCounts>(const CallContext&)>;

  // Pointers must outlive this.
  Trainer(TrainingJob* job, SegmentJob* segments, ArtifactStore* store,
          Lease* lease, Count count, const Clock* clock, const Logger& log,
          const TrainerOptions& options);
  ~Trainer();

  // As in ModelService.
  absl::StatusOr<v1::RunTrainingResponse> RunTraining(
      const CallContext& call, const v1::RunTrainingRequest& request);
  absl::StatusOr<v1::RunEvaluationResponse> RunEvaluation(
      const CallContext& call, const v1::RunEvaluationRequest& request);
  absl::StatusOr<v1::EvaluateEventsResponse> EvaluateEvents(
      const CallContext& call, GivenEvents given);
  // What an evaluation would be answered now, as far as that is known before it
  // is given its events; asked before they are read.
  absl::Status MayEvaluate(const v1::RunEvaluationRequest& request) const;
  absl::StatusOr<v1::BuildSegmentResponse> BuildSegment(
      const CallContext& call, const v1::BuildSegmentRequest& request);
  absl::StatusOr<v1::GetTrainingOperationResponse> GetOperation(
      const v1::GetTrainingOperationRequest& request) const;

  // Waits for the end of the operation that runs, if any.
  void Wait();

  // Starts looking for what is due. Once.
  void Start();
  // Ends what runs and waits for it. Idempotent.
  void Stop();

  // Whether a training should be begun now. For the thread, and for tests.
  absl::StatusOr<bool> IsDue(const CallContext& call);
  // The same of a segment, when no training is due.
  absl::StatusOr<bool> IsSegmentDue(const CallContext& call);

 private:
  using Work = std::function<absl::Status(const JobProgress&,
                                          v1::GetTrainingOperationResponse*)>;

  absl::StatusOr<v1::Operation> Begin(const CallContext& call,
                                      const std::string& id,
                                      const std::string& title, Work work);
  // `events`: null for the stored ones.
  absl::StatusOr<v1::Operation> BeginEvaluation(
      const CallContext& call, const v1::RunEvaluationRequest& request,
      std::shared_ptr<const std::vector<v1::Event>> events);
  void Run(const std::string& id, const Work& work);
  JobProgress ProgressOf(const std::string& id);
  void End(const std::string& id, const absl::Status& status,
           const v1::GetTrainingOperationResponse& result);
  void Watch();

  // The newest of the kind; none when there is no such.
  absl::StatusOr<std::optional<internal::v1::Artifact>> Newest(
      const CallContext& call, const std::string& kind);
  void BeginWhatIsDue();

  TrainingJob* job_;
  SegmentJob* segments_;
  ArtifactStore* store_;
  Lease* lease_;
  const Count count_;
  const Clock* clock_;
  const Logger log_;
  const TrainerOptions options_;
  const CallContext running_;  // Cancelled by Stop.
  std::atomic<bool> lease_lost_ = false;
  // Of the watcher alone.
  StoredCounts last_counts_;
  absl::Time no_segment_before_ = absl::InfinitePast();

  mutable std::mutex mu_;
  std::condition_variable changed_;
  bool busy_ = false;      // GUARDED_BY(mu_)
  bool stopping_ = false;  // GUARDED_BY(mu_)
  // The latest 100, by id.
  std::map<std::string, v1::GetTrainingOperationResponse>
      operations_;                 // GUARDED_BY(mu_)
  std::deque<std::string> order_;  // GUARDED_BY(mu_)
  std::thread worker_;
  std::thread watcher_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_TRAINER_H_
