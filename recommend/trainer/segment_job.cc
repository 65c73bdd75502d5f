#include "recommend/trainer/segment_job.h"

#include <algorithm>

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
  const ServingModel* current = model.models().current();
  if (current != nullptr) about.set_note(current->id());
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
  ArtifactCache cache(store_, options_.dir);
  ModelKeeper keeper(&engine, &cache, log_, {});
  SegmentKeeper segments(store_, &cache, log_);
  const auto source = make_source_();
  FollowerOptions following;
  following.model = options_.model;
  following.prepare = [&](ReadModel* model) { keeper.Prepare(model); };
  following.on_erased = [&] { segments.Forget(); };
  following.load_segment = [&] { return segments.Load(call, options_.model); };
  Follower follower(source.get(), &engine, log_, following, nullptr);
  follower.Start();
  if (absl::Status s = AwaitReady(engine, progress); !s.ok()) return s;
  if (absl::Status s = progress("building vectors", 600); !s.ok()) return s;
  // Another model may have been promoted since.
  if (absl::Status s = keeper.Step(); !s.ok()) return s;
  follower.Stop();
  if (absl::Status s = progress("writing", 650); !s.ok()) return s;
  const auto view = engine.Read();
  absl::Status written = WriteSegment(path, *view, *follower.cursor());
  if (!written.ok()) return written;
  return Describe(*view);
}

absl::StatusOr<Artifact> SegmentJob::Make(const CallContext& call,
                                          const std::string& name,
                                          const JobProgress& progress) {
  const ScratchFile file(options_.dir, name + ".segment");
  // Its memory is free before gigabytes are read again.
  const auto about = Write(call, file.path(), progress);
  if (!about.ok()) return about.status();
  auto made = UploadArtifact(call, store_, name, *about, file.path(), kStoring,
                             progress);
  if (!made.ok()) return made.status();
  absl::Status deleted = store_->DeleteOld(call, kSegmentKind, options_.keep);
  if (!deleted.ok()) return deleted;
  return made;
}

}  // namespace broadsheet::recommend
