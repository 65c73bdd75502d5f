#include "recommend/trainer/training_job.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/models/model_file.h"
#include "recommend/models/train.h"
#include "recommend/trainer/artifact_upload.h"
#include "recommend/trainer/current_model.h"
#include "recommend/trainer/evaluation.h"
#include "recommend/trainer/given_events.h"
#include "recommend/trainer/scratch_file.h"

namespace broadsheet::recommend {
namespace {

using internal::v1::Artifact;

// What decides over promotion.
constexpr char kMainMetric[] = "recall@20";
// The rest may have come a moment ago, or be refused by the server.
constexpr double kMostPapers = 0.95;

// What is told of a model beside its bytes.
Artifact Describe(const v1::Evaluation& evaluation,
                  const TrainingSnapshot& snapshot, const TrainingData& data) {
  Artifact about;
  about.set_kind("model");
  about.set_schema_version(kModelSchemaVersion);
  *about.mutable_position() = snapshot.position();
  for (const auto& ranking : evaluation.rankings()) {
    if (ranking.name() != "blend") continue;
    for (const v1::ModelMetric& metric : ranking.metrics()) {
      auto* kept = about.add_metrics();
      kept->set_name(metric.name());
      kept->set_value(metric.value());
      kept->set_low(metric.low());
      kept->set_high(metric.high());
    }
  }
  if (!data.encoded.encoder.empty()) {
    about.set_note(absl::StrCat("texts by ", data.encoded.encoder));
  }
  AddMetric("papers", static_cast<double>(data.papers.size()), &about);
  AddMetric("events", static_cast<double>(snapshot.events()), &about);
  AddMetric("readers", data.reader_count, &about);
  AddMetric("interactions", static_cast<double>(data.interactions.size()),
            &about);
  return about;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TrainingSnapshot>> TrainingJob::Load(
    ChangeSource* source, const JobProgress& progress) {
  int64_t chunks = 0;
  auto snapshot = LoadTrainingSnapshot(source, [&] {
    // Of unknown length: it comes ever closer to its share.
    ++chunks;
    return progress("loading", 50 * chunks / (chunks + 20));
  });
  if (!snapshot.ok()) return snapshot.status();
  if ((*snapshot)->papers() < options_.min_papers) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "TOO_FEW_PAPERS",
        absl::StrCat("there are ", (*snapshot)->papers(), " papers; ",
                     options_.min_papers, " are the least to learn from"));
  }
  const std::string& encoder = options_.encoder;
  if (!encoder.empty() && (*snapshot)->EncodedBy(encoder) >= kMostPapers) {
    (*snapshot)->UseEncoder(encoder);
  }
  return snapshot;
}

absl::Status TrainingJob::Learn(const CallContext& call,
                                const TrainingData& data, uint64_t seed,
                                JobStage stage, const std::string& path,
                                const JobProgress& progress) {
  TrainingOptions options = options_.training;
  options.seed = seed == 0 ? 1 : seed;
  absl::Status refused;
  TrainingMonitor monitor;
  monitor.progress = [&](std::string_view what, uint64_t done, uint64_t total) {
    const auto width = static_cast<uint64_t>(stage.end - stage.begin);
    const auto at = static_cast<int64_t>(total > 0 ? width * done / total : 0);
    if (refused.ok()) refused = progress(what, stage.begin + at);
  };
  monitor.cancelled = [&] { return !refused.ok() || call.cancelled(); };
  const absl::Status trained = TrainModel(data, options, monitor, path);
  return refused.ok() ? trained : refused;
}

absl::StatusOr<v1::Evaluation> TrainingJob::Measure(
    const CallContext& call, TrainingSnapshot* snapshot,
    const std::string& path, const HoldoutOptions& options,
    const std::vector<std::string>& rankings, JobStage stage,
    const JobProgress& progress) {
  const Holdout holdout = MakeHoldout(*snapshot, options);
  if (holdout.readers.size() < options_.min_readers) return v1::Evaluation();
  const int64_t asking = stage.begin + (stage.end - stage.begin) * 3 / 4;
  absl::Status learned =
      Learn(call, snapshot->Data(holdout.held_out), options.seed,
            {stage.begin, asking}, path, progress);
  if (!learned.ok()) return learned;
  auto model = Model::Load(path);
  if (!model.ok()) return model.status();
  size_t asked = 0;
  EvaluationOptions how;
  how.rankings = rankings;
  how.seed = options.seed;
  return recommend::Evaluate(snapshot, holdout, *std::move(model), how, [&] {
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    const auto share = (stage.end - asking) * static_cast<int64_t>(asked) /
                       static_cast<int64_t>(holdout.readers.size());
    ++asked;
    return progress("measuring", asking + share);
  });
}

absl::StatusOr<v1::Evaluation> TrainingJob::Evaluate(
    const CallContext& call, const std::string& name,
    const HoldoutOptions& holdout, const std::vector<v1::Event>* events,
    const JobProgress& progress) {
  std::optional<GivenEventsSource> given;
  if (events != nullptr) given.emplace(source_, events);
  auto snapshot = Load(given ? &*given : source_, progress);
  if (!snapshot.ok()) return snapshot.status();
  const ScratchFile file(options_.dir, "unfinished-" + name + ".measured");
  auto evaluation = Measure(call, snapshot->get(), file.path(), holdout,
                            EvaluationOptions().rankings, {50, 1000}, progress);
  if (evaluation.ok() && evaluation->rankings().empty()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "TOO_FEW_READERS",
                     absl::StrCat("fewer than ", options_.min_readers,
                                  " readers have 5 papers or more"));
  }
  if (evaluation.ok() && events == nullptr) {
    AddArms((*snapshot)->arms().Finish(), &*evaluation);
  }
  return evaluation;
}

absl::StatusOr<TrainingJob::Trained> TrainingJob::Train(
    const CallContext& call, const std::string& name, bool force, uint64_t seed,
    const JobProgress& progress) {
  auto snapshot = Load(source_, progress);
  if (!snapshot.ok()) return snapshot.status();
  HoldoutOptions holdout;
  holdout.max_readers = options_.max_readers;
  holdout.seed = seed == 0 ? 1 : seed;
  const ScratchFile measured(options_.dir, "unfinished-" + name + ".measured");
  auto evaluation = Measure(call, snapshot->get(), measured.path(), holdout,
                            {"blend", "popularity"}, {50, 480}, progress);
  if (!evaluation.ok()) return evaluation.status();
  const ScratchFile file(options_.dir, "unfinished-" + name + ".model");
  const TrainingData& data = (*snapshot)->Data({});
  absl::Status learned =
      Learn(call, data, seed, {480, 950}, file.path(), progress);
  if (!learned.ok()) return learned;
  const auto made = UploadArtifact(call, store_, name,
                                   Describe(*evaluation, **snapshot, data),
                                   file.path(), {950, 999}, progress);
  if (!made.ok()) return made.status();
  Trained trained{made->id(), false, *std::move(evaluation)};
  const auto good = force ? absl::StatusOr<bool>(true) : NotWorse(call, *made);
  if (!good.ok()) return good.status();
  if (*good) {
    internal::v1::PromoteArtifactRequest request;
    request.set_request_id("trained/" + made->id());
    request.set_artifact_id(made->id());
    const auto promoted = store_->Promote(call, request);
    if (!promoted.ok()) return promoted.status();
    trained.promoted = true;
  }
  absl::Status deleted = store_->DeleteOld(call, "model", options_.keep);
  if (!deleted.ok()) return deleted;
  return trained;
}

absl::StatusOr<bool> TrainingJob::NotWorse(const CallContext& call,
                                           const Artifact& made) {
  const auto current = FindCurrentModel(store_, call);
  if (!current.ok()) return current.status();
  if (!current->has_value()) return true;
  const auto* before = FindMetric(**current, kMainMetric);
  const auto* now = FindMetric(made, kMainMetric);
  if (before == nullptr) return true;
  // Within what chance alone explains is not worse.
  return now != nullptr && now->value() >= before->low();
}

}  // namespace broadsheet::recommend
