#include "recommend/trainer/trainer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "recommend/process.h"
#include "recommend/segment_keeper.h"
#include "recommend/trainer/artifact_upload.h"
#include "recommend/trainer/current_model.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxOperations = 100;
constexpr absl::Duration kRenewal = absl::Seconds(kTrainingLeaseSeconds / 4);
// Between two segments that are begun by themselves: what fails is not tried
// again at once, and gigabytes are not made for each small change.
constexpr absl::Duration kSegmentPause = absl::Minutes(5);
constexpr absl::Duration kLookLimit = absl::Seconds(20);
constexpr int64_t kFewestPapers = 20;
// Fewer are indexed sooner than a segment of them is fetched.
constexpr double kFewestInSegment = 10'000;

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

absl::Status CheckRequestId(const std::string& id) {
  const bool plain = !id.empty() && id.size() <= 100 &&
                     id.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
                         "Z0123456789._-") == std::string::npos;
  if (plain) return absl::OkStatus();
  return InvalidField("request_id", "is not 1 to 100 bytes of [A-Za-z0-9._-]");
}

absl::Status Runs() {
  return MakeError(absl::StatusCode::kAborted, "TRAINING_RUNS",
                   "a training, an evaluation or a segment is being made");
}

double MetricOf(const internal::v1::Artifact& artifact, const char* name) {
  const auto* metric = FindMetric(artifact, name);
  return metric == nullptr ? 0 : metric->value();
}

v1::Segment SegmentOf(const internal::v1::Artifact& artifact) {
  v1::Segment segment;
  segment.set_id(artifact.id());
  segment.set_size(artifact.size());
  *segment.mutable_position() = artifact.position();
  segment.set_papers(static_cast<int64_t>(MetricOf(artifact, "papers")));
  segment.set_readers(static_cast<int64_t>(MetricOf(artifact, "readers")));
  segment.set_events(static_cast<int64_t>(MetricOf(artifact, "events")));
  segment.set_model_id(artifact.note());
  return segment;
}

// Does something again and again, on a thread of its own, while it lives.
class Repeated {
 public:
  Repeated(absl::Duration interval, std::function<void()> work)
      : thread_([this, interval, work = std::move(work)] {
          while (!ended_.WaitForNotificationWithTimeout(interval)) work();
        }) {}
  ~Repeated() {
    ended_.Notify();
    thread_.join();
  }
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;

 private:
  absl::Notification ended_;
  std::thread thread_;
};

std::string EvaluationId(const v1::RunEvaluationRequest& request) {
  return "evaluation-" + request.request_id();
}

absl::StatusOr<HoldoutOptions> ReadHoldout(
    const v1::RunEvaluationRequest& request) {
  HoldoutOptions options;
  if (request.held_out() != 0 &&
      !(request.held_out() > 0 && request.held_out() <= 0.5)) {
    return InvalidField("held_out", "is not above 0 and at most 0.5");
  }
  if (request.held_out() != 0) options.part = request.held_out();
  options.by_time = request.split() != v1::EVALUATION_SPLIT_RANDOM;
  options.seed = request.seed() == 0 ? 1 : request.seed();
  return options;
}

}  // namespace

Trainer::Trainer(TrainingJob* job, SegmentJob* segments, ArtifactStore* store,
                 Lease* lease, Count count, const Clock* clock,
                 const Logger& log, const TrainerOptions& options)
    : job_(job),
      segments_(segments),
      store_(store),
      lease_(lease),
      count_(std::move(count)),
      clock_(clock),
      log_(log),
      options_(options) {}

Trainer::~Trainer() { Stop(); }

absl::StatusOr<v1::RunTrainingResponse> Trainer::RunTraining(
    const CallContext& call, const v1::RunTrainingRequest& request) {
  absl::Status valid = CheckRequestId(request.request_id());
  if (!valid.ok()) return valid;
  const std::string id = "training-" + request.request_id();
  const bool force = request.force();
  const uint64_t seed = request.seed();
  auto begun =
      Begin(call, id, "training a model",
            [this, id, force, seed](const JobProgress& progress, auto* result) {
              auto trained = job_->Train(running_, id, force, seed, progress);
              if (!trained.ok()) return absl::Status(trained.status());
              result->set_model_id(trained->model_id);
              result->set_promoted(trained->promoted);
              *result->mutable_evaluation() = std::move(trained->evaluation);
              return absl::OkStatus();
            });
  if (!begun.ok()) return begun.status();
  v1::RunTrainingResponse response;
  *response.mutable_operation() = *std::move(begun);
  return response;
}

absl::StatusOr<v1::RunEvaluationResponse> Trainer::RunEvaluation(
    const CallContext& call, const v1::RunEvaluationRequest& request) {
  auto begun = BeginEvaluation(call, request, nullptr);
  if (!begun.ok()) return begun.status();
  v1::RunEvaluationResponse response;
  *response.mutable_operation() = *std::move(begun);
  return response;
}

absl::StatusOr<v1::EvaluateEventsResponse> Trainer::EvaluateEvents(
    const CallContext& call, GivenEvents given) {
  auto begun = BeginEvaluation(
      call, given.how,
      std::make_shared<const std::vector<v1::Event>>(std::move(given.events)));
  if (!begun.ok()) return begun.status();
  v1::EvaluateEventsResponse response;
  *response.mutable_operation() = *std::move(begun);
  return response;
}

absl::Status Trainer::MayEvaluate(
    const v1::RunEvaluationRequest& request) const {
  absl::Status valid = CheckRequestId(request.request_id());
  if (valid.ok()) valid = ReadHoldout(request).status();
  if (!valid.ok()) return valid;
  std::lock_guard lock(mu_);
  // A retry is told of what it began.
  if (operations_.contains(EvaluationId(request))) return absl::OkStatus();
  return busy_ || stopping_ ? Runs() : absl::OkStatus();
}

absl::StatusOr<v1::Operation> Trainer::BeginEvaluation(
    const CallContext& call, const v1::RunEvaluationRequest& request,
    std::shared_ptr<const std::vector<v1::Event>> events) {
  absl::Status valid = CheckRequestId(request.request_id());
  if (!valid.ok()) return valid;
  const auto holdout = ReadHoldout(request);
  if (!holdout.ok()) return holdout.status();
  const std::string id = EvaluationId(request);
  return Begin(call, id, "evaluating",
               [this, id, how = *holdout, events = std::move(events)](
                   const JobProgress& progress, auto* result) {
                 auto evaluated =
                     job_->Evaluate(running_, id, how, events.get(), progress);
                 if (!evaluated.ok()) return absl::Status(evaluated.status());
                 *result->mutable_evaluation() = *std::move(evaluated);
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::BuildSegmentResponse> Trainer::BuildSegment(
    const CallContext& call, const v1::BuildSegmentRequest& request) {
  absl::Status valid = CheckRequestId(request.request_id());
  if (!valid.ok()) return valid;
  const std::string id = "segment-" + request.request_id();
  auto begun = Begin(call, id, "making a segment",
                     [this, id](const JobProgress& progress, auto* result) {
                       const auto stored = count_(running_);
                       if (!stored.ok()) return absl::Status(stored.status());
                       auto made =
                           segments_->Make(running_, id, *stored, progress);
                       if (!made.ok()) return absl::Status(made.status());
                       *result->mutable_segment() = SegmentOf(*made);
                       return absl::OkStatus();
                     });
  if (!begun.ok()) return begun.status();
  v1::BuildSegmentResponse response;
  *response.mutable_operation() = *std::move(begun);
  return response;
}

absl::StatusOr<v1::GetTrainingOperationResponse> Trainer::GetOperation(
    const v1::GetTrainingOperationRequest& request) const {
  std::lock_guard lock(mu_);
  const auto found = operations_.find(request.operation_id());
  if (found != operations_.end()) return found->second;
  return MakeError(absl::StatusCode::kNotFound, "OPERATION_UNKNOWN",
                   "this trainer knows no such operation");
}

absl::StatusOr<v1::Operation> Trainer::Begin(const CallContext& call,
                                             const std::string& id,
                                             const std::string& title,
                                             Work work) {
  std::unique_lock lock(mu_);
  const auto known = operations_.find(id);
  if (known != operations_.end()) return known->second.operation();
  if (busy_ || stopping_) return Runs();
  busy_ = true;
  lock.unlock();
  const absl::Status leased = lease_->Acquire(call);
  lock.lock();
  if (!leased.ok()) {
    busy_ = false;
    return ReasonOf(leased) == "LEASE_HELD" ? Runs() : leased;
  }
  lease_lost_ = false;
  v1::Operation* operation = operations_[id].mutable_operation();
  operation->set_id(id);
  operation->set_title(title);
  operation->set_items_total(1000);
  *operation->mutable_started_at() = TimestampOf(clock_->Now());
  order_.push_back(id);
  if (order_.size() > kMaxOperations) {
    operations_.erase(order_.front());
    order_.pop_front();
  }
  if (worker_.joinable()) worker_.join();  // It has ended.
  worker_ = std::thread([this, id, work = std::move(work)] { Run(id, work); });
  return *operation;
}

JobProgress Trainer::ProgressOf(const std::string& id) {
  return [this, id](std::string_view stage, int64_t done) {
    if (running_.cancelled()) return absl::CancelledError("the trainer stops");
    {
      std::lock_guard lock(mu_);
      v1::Operation* operation = operations_[id].mutable_operation();
      operation->set_title(absl::StrCat(
          absl::string_view(id).substr(0, id.find('-')), ": ", AsAbsl(stage)));
      operation->set_items_done(done);
    }
    if (!lease_lost_) return absl::OkStatus();
    return absl::AbortedError("another trainer has taken the lease");
  };
}

void Trainer::Run(const std::string& id, const Work& work) {
  v1::GetTrainingOperationResponse result;
  absl::Status status;
  {
    // Some steps take minutes and tell of no progress.
    const Repeated renewal(kRenewal, [this] {
      // A storage that does not answer gives the lease to nobody else either.
      if (ReasonOf(lease_->Acquire(running_)) == "LEASE_HELD") {
        lease_lost_ = true;
      }
    });
    status = work(ProgressOf(id), &result);
  }
  lease_->Release(CallContext());
  ReturnMemory();
  if (status.ok()) {
    log_.Info("an operation ended", {{"id", id},
                                     {"model", result.model_id()},
                                     {"segment", result.segment().id()}});
  } else {
    log_.Warning("an operation failed",
                 {{"id", id}, {"why", status.ToString()}});
  }
  End(id, status, result);
}

void Trainer::End(const std::string& id, const absl::Status& status,
                  const v1::GetTrainingOperationResponse& result) {
  std::lock_guard lock(mu_);
  auto& kept = operations_[id];
  kept.MergeFrom(result);
  v1::Operation* operation = kept.mutable_operation();
  operation->set_done(true);
  if (status.ok()) operation->set_items_done(operation->items_total());
  operation->set_error(std::string(status.message()));
  *operation->mutable_ended_at() = TimestampOf(clock_->Now());
  busy_ = false;
  changed_.notify_all();
}

void Trainer::Wait() {
  std::unique_lock lock(mu_);
  changed_.wait(lock, [this] { return !busy_; });
}

void Trainer::Start() {
  if (options_.interval == absl::ZeroDuration() &&
      options_.segment_interval == absl::ZeroDuration()) {
    return;
  }
  watcher_ = std::thread([this] { Watch(); });
}

void Trainer::Stop() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  running_.cancellation().Cancel();
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  if (worker_.joinable()) worker_.join();
}

absl::StatusOr<bool> Trainer::IsDue(const CallContext& call) {
  const auto counts = count_(call);
  if (!counts.ok()) return counts.status();
  const StoredCounts before = std::exchange(last_counts_, *counts);
  // In the middle of a load is no time to learn from it.
  if (counts->papers != before.papers || counts->papers < kFewestPapers) {
    return false;
  }
  if (options_.interval == absl::ZeroDuration()) return false;
  const auto newest = Newest(call, "model");
  if (!newest.ok()) return newest.status();
  if (!newest->has_value()) return true;
  const internal::v1::Artifact& model = **newest;
  const absl::Time made = absl::FromUnixSeconds(model.created_at().seconds());
  if (clock_->Now() - made >= options_.interval) return true;
  return static_cast<double>(counts->papers) >
             1.5 * MetricOf(model, "papers") + 10 ||
         static_cast<double>(counts->events) >
             2 * MetricOf(model, "events") + 1000;
}

absl::StatusOr<std::optional<internal::v1::Artifact>> Trainer::Newest(
    const CallContext& call, const std::string& kind) {
  internal::v1::ListArtifactsRequest request;
  request.set_kind(kind);
  request.set_page_size(1);
  auto newest = store_->List(call, request);
  if (!newest.ok()) return newest.status();
  std::optional<internal::v1::Artifact> found;
  if (!newest->artifacts().empty()) found = newest->artifacts(0);
  return found;
}

absl::StatusOr<bool> Trainer::IsSegmentDue(const CallContext& call) {
  const auto papers = static_cast<double>(last_counts_.papers);
  const auto events = static_cast<double>(last_counts_.events);
  if (options_.segment_interval == absl::ZeroDuration() ||
      papers < kFewestInSegment) {
    return false;
  }
  const auto newest = Newest(call, kSegmentKind);
  if (!newest.ok()) return newest.status();
  if (!newest->has_value()) return true;
  const internal::v1::Artifact& segment = **newest;
  const auto model = FindCurrentModel(store_, call);
  if (!model.ok()) return model.status();
  if (segment.note() != (model->has_value() ? (*model)->id() : "")) return true;
  const double more_papers = papers - MetricOf(segment, kStoredPapers);
  const double more_events = events - MetricOf(segment, kStoredEvents);
  if (more_papers > papers / 10 || more_events > events / 10) return true;
  const absl::Time made = absl::FromUnixSeconds(segment.created_at().seconds());
  return (more_papers != 0 || more_events != 0) &&
         clock_->Now() - made >= options_.segment_interval;
}

// Another trainer is as good: whether this one may begin does not matter.
void Trainer::BeginWhatIsDue() {
  const CallContext call(absl::Now() + kLookLimit);
  const StoredCounts before = last_counts_;
  const auto due = IsDue(call);
  if (!due.ok()) return;
  const std::string id =
      absl::StrCat("due-", absl::ToUnixMillis(clock_->Now()));
  if (*due) {
    v1::RunTrainingRequest request;
    request.set_request_id(id);
    (void)RunTraining(call, request);
    return;
  }
  if (before.papers != last_counts_.papers ||
      clock_->Now() < no_segment_before_) {
    return;
  }
  const auto segment_due = IsSegmentDue(call);
  if (!segment_due.ok() || !*segment_due) return;
  no_segment_before_ = clock_->Now() + kSegmentPause;
  v1::BuildSegmentRequest request;
  request.set_request_id(id);
  (void)BuildSegment(call, request);
}

void Trainer::Watch() {
  while (true) {
    {
      std::unique_lock lock(mu_);
      changed_.wait_for(lock, absl::ToChronoNanoseconds(options_.look),
                        [this] { return stopping_; });
      if (stopping_) return;
      if (busy_) continue;
    }
    BeginWhatIsDue();
  }
}

}  // namespace broadsheet::recommend
