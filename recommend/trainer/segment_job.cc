#include "recommend/trainer/segment_job.h"

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "recommend/artifact_cache.h"
#include "recommend/engine.h"
#include "recommend/follower.h"
#include "recommend/model_keeper.h"
#include "recommend/segment/segment_format.h"
#include "recommend/segment_keeper.h"
#include "recommend/trainer/artifact_upload.h"
#include "recommend/trainer/scratch_file.h"

namespace broadsheet::recommend {
namespace {

using internal::v1::Artifact;

constexpr absl::Duration kLook = absl::Milliseconds(100);
constexpr JobStage kLoading = {0, 600};
constexpr JobStage kStoring = {700, 999};

Artifact Describe(const ReadModel& model) {
  Artifact about;
  about.set_kind(kSegmentKind);
  about.set_schema_version(kSegmentSchemaVersion);
  *about.mutable_position() = model.horizon();
  AddMetric("papers", static_cast<double>(model.catalogue().papers()), &about);
  AddMetric("events", static_cast<double>(model.events()), &about);
  AddMetric("readers", static_cast<double>(model.readers().size()), &about);
  const ServingModel* serving = ServingOfSegment(model);
  if (serving != nullptr) about.set_note(serving->id());
  return about;
}

// Until all that storage has is in the engine. Of unknown length: the progress
// comes ever closer to its share.
absl::Status AwaitReady(const Engine& engine, const JobProgress& progress) {
  for (int64_t looks = 0; !engine.ready(); ++looks) {
    absl::Status told =
        progress(engine.activity(), kLoading.end * looks / (looks + 300));
    if (!told.ok()) return told;
    absl::SleepFor(kLook);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Artifact> SegmentJob::Write(const CallContext& call,
                                           const std::string& path,
                                           const JobProgress& progress) {
  Engine engine(options_.model);
  ArtifactCache models(store_, options_.dir);
  ArtifactCache files(store_, options_.dir);
  ModelKeeper keeper(&engine, &models, log_, {.call = call});
  SegmentKeeper segments(store_, &files, log_);
  const auto source = make_source_();
  FollowerOptions following;
  following.model = options_.model;
  following.prepare = [&](ReadModel* model) { keeper.Prepare(model); };
  following.drop_segments = [&] { segments.Forget(); };
  following.load_segment = [&] { return segments.Load(call, options_.model); };
  Follower follower(source.get(), &engine, log_, following, nullptr);
  // First, so that nothing waits for a download when this ends early.
  const absl::Cleanup cancel = [&call] { call.cancellation().Cancel(); };
  follower.Start();
  if (absl::Status s = AwaitReady(engine, progress); !s.ok()) return s;
  if (absl::Status s = progress("building vectors", 600); !s.ok()) return s;
  // Another model may have been promoted since.
  if (absl::Status s = keeper.Step(); !s.ok()) return s;
  follower.Stop();
  if (!follower.cursor()) {
    return absl::UnavailableError("the feed has lost its place meanwhile");
  }
  if (absl::Status s = progress("writing", 650); !s.ok()) return s;
  const auto view = engine.Read();
  absl::Status written = WriteSegment(path, *view, *follower.cursor());
  if (!written.ok()) return written;
  // Nobody follows the feed here from now on, who would learn of an erasure.
  segments.Forget();
  models.KeepOnly("model", {view->promoted_model().id()});
  return Describe(*view);
}

absl::StatusOr<Artifact> SegmentJob::Make(const CallContext& call,
                                          const std::string& name,
                                          const StoredCounts& stored,
                                          const JobProgress& progress) {
  const ScratchFile file(options_.dir, "unfinished-" + name);
  // Ends with `call`, or before it.
  const auto until = std::make_shared<Cancellation>();
  call.cancellation().OnCancel([weak = std::weak_ptr<Cancellation>(until)] {
    if (const auto still = weak.lock()) still->Cancel();
  });
  // Its memory is free before gigabytes are read again.
  auto about = Write(CallContext(call.deadline(), call.request_id(), {}, until),
                     file.path(), progress);
  if (!about.ok()) return about.status();
  AddMetric(kStoredPapers, static_cast<double>(stored.papers), &*about);
  AddMetric(kStoredEvents, static_cast<double>(stored.events), &*about);
  auto made = UploadArtifact(call, store_, name, *about, file.path(), kStoring,
                             progress);
  if (!made.ok()) return made.status();
  absl::Status deleted = store_->DeleteOld(call, kSegmentKind, options_.keep);
  if (!deleted.ok()) return deleted;
  return made;
}

}  // namespace broadsheet::recommend
