#include "recommend/segment_keeper.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "recommend/segment/segment_file.h"
#include "recommend/segment/segment_format.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

absl::Status CheckSchema(const internal::v1::Artifact& artifact) {
  if (artifact.schema_version() == static_cast<int>(kSegmentSchemaVersion)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("segment ", artifact.id(), " is of schema version ",
                   artifact.schema_version(), "; this build reads version ",
                   kSegmentSchemaVersion));
}

std::string Milliseconds(absl::Duration time) {
  return absl::StrCat(absl::ToInt64Milliseconds(time));
}

}  // namespace

const ServingModel* ServingOfSegment(const ReadModel& model) {
  const ServingModel* current = model.models().current();
  if (current == nullptr || current->id() != model.promoted_model().id()) {
    return nullptr;
  }
  return current;
}

absl::Status WriteSegment(const std::string& path, const ReadModel& model,
                          const internal::v1::Cursor& cursor) {
  SegmentWriter out(path);
  out.Begin("cursor");
  out.PutText(cursor.SerializeAsString());
  model.Save(&out);
  if (const auto* serving = ServingOfSegment(model)) serving->Save(&out);
  return out.Finish();
}

absl::StatusOr<LoadedSegment> ReadSegment(const std::string& path,
                                          const ReadModelOptions& options) {
  auto file = SegmentFile::Open(path);
  if (!file.ok()) return file.status();
  LoadedSegment loaded;
  SegmentReader in(file->get());
  in.Open("cursor");
  const std::string_view cursor = in.Text();
  in.Check(loaded.cursor.ParseFromArray(cursor.data(),
                                        static_cast<int>(cursor.size())));
  if (!in.ok()) return in.status();
  loaded.model = std::make_unique<ReadModel>(options);
  absl::Status read = loaded.model->Load(*std::move(file));
  if (!read.ok()) return read;
  return loaded;
}

absl::StatusOr<LoadedSegment> SegmentKeeper::Load(
    const CallContext& call, const ReadModelOptions& options) {
  internal::v1::ListArtifactsRequest request;
  request.set_kind(kSegmentKind);
  request.set_page_size(1);
  const auto newest = store_->List(call, request);
  if (!newest.ok()) return newest.status();
  if (newest->artifacts().empty()) {
    // Those that there were may know a reader who was erased.
    Forget();
    return absl::NotFoundError("storage has no segment yet");
  }
  const internal::v1::Artifact& artifact = newest->artifacts(0);
  if (absl::Status s = CheckSchema(artifact); !s.ok()) return s;
  const absl::Time start = absl::Now();
  absl::Time fetched;
  auto loaded =
      cache_->FetchAndOpen(call, artifact, [&](const std::string& path) {
        fetched = absl::Now();
        return ReadSegment(path, options);
      });
  if (!loaded.ok()) return loaded.status();
  log_.Info("segment loaded",
            {{"id", artifact.id()},
             {"papers", absl::StrCat(loaded->model->catalogue().papers())},
             {"fetch_ms", Milliseconds(fetched - start)},
             {"load_ms", Milliseconds(absl::Now() - fetched)}});
  cache_->KeepOnly(kSegmentKind, {artifact.id()});
  return loaded;
}

}  // namespace broadsheet::recommend
