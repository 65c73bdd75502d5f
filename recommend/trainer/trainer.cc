#include "recommend/trainer/trainer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "recommend/process.h"
#include "recommend/trainer/current_model.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxOperations = 100;
constexpr absl::Duration kRenewal = absl::Seconds(10);
constexpr absl::Duration kLookLimit = absl::Seconds(20);
constexpr int64_t kFewestPapers = 20;

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
                   "a training or an evaluation runs already");
}

double MetricOf(const internal::v1::Artifact& artifact, const char* name) {
  for (const auto& metric : artifact.metrics()) {
    if (metric.name() == name) return metric.value();
  }
  return 0;
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

Trainer::Trainer(TrainingJob* job, ArtifactStore* store, TrainingLease* lease,
                 Count count, const Clock* clock, const Logger& log,
                 const TrainerOptions& options)
    : job_(job),
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
  absl::Status valid = CheckRequestId(request.request_id());
  if (!valid.ok()) return valid;
  const auto holdout = ReadHoldout(request);
  if (!holdout.ok()) return holdout.status();
  const std::string id = "evaluation-" + request.request_id();
  auto begun = Begin(
      call, id, "evaluating",
      [this, id, how = *holdout](const JobProgress& progress, auto* result) {
        auto evaluated = job_->Evaluate(running_, id, how, progress);
        if (!evaluated.ok()) return absl::Status(evaluated.status());
        *result->mutable_evaluation() = *std::move(evaluated);
        return absl::OkStatus();
      });
  if (!begun.ok()) return begun.status();
  v1::RunEvaluationResponse response;
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
  renewed_at_ = absl::Now();
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
    if (absl::Now() - renewed_at_ < kRenewal) return absl::OkStatus();
    renewed_at_ = absl::Now();
    const absl::Status held = lease_->Acquire(running_);
    // A storage that does not answer gives the lease to nobody else either.
    return ReasonOf(held) == "LEASE_HELD" ? held : absl::OkStatus();
  };
}

void Trainer::Run(const std::string& id, const Work& work) {
  v1::GetTrainingOperationResponse result;
  const absl::Status status = work(ProgressOf(id), &result);
  lease_->Release(CallContext());
  ReturnMemory();
  if (status.ok()) {
    log_.Info("an operation ended", {{"id", id}, {"model", result.model_id()}});
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
  if (options_.interval == absl::ZeroDuration()) return;
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
  internal::v1::ListArtifactsRequest request;
  request.set_kind("model");
  request.set_page_size(1);
  const auto newest = store_->List(call, request);
  if (!newest.ok()) return newest.status();
  if (newest->artifacts().empty()) return true;
  const internal::v1::Artifact& model = newest->artifacts(0);
  const absl::Time made = absl::FromUnixSeconds(model.created_at().seconds());
  if (clock_->Now() - made >= options_.interval) return true;
  return static_cast<double>(counts->papers) >
             1.5 * MetricOf(model, "papers") + 10 ||
         static_cast<double>(counts->events) >
             2 * MetricOf(model, "events") + 1000;
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
    const CallContext call(absl::Now() + kLookLimit);
    const auto due = IsDue(call);
    if (!due.ok() || !*due) continue;
    v1::RunTrainingRequest request;
    request.set_request_id(
        absl::StrCat("due-", absl::ToUnixMillis(clock_->Now())));
    // Another trainer is as good.
    (void)RunTraining(call, request);
  }
}

}  // namespace broadsheet::recommend
