#include "recommend/trainer/artifact_upload.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "recommend/artifact_cache.h"

namespace broadsheet::recommend {
namespace {

// 0 when it is gone, which storage refuses.
int64_t SizeOf(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  return failed ? 0 : static_cast<int64_t>(size);
}

absl::StatusOr<internal::v1::BeginArtifactResponse> Begin(
    const CallContext& call, ArtifactStore* store, const std::string& name,
    const internal::v1::Artifact& about, const std::string& path) {
  const auto hash = Sha256OfFile(path);
  if (!hash.ok()) return hash.status();
  internal::v1::BeginArtifactRequest begin;
  // Other bytes under the same name are another upload.
  begin.set_request_id(absl::StrCat(
      name, "/", absl::BytesToHexString(absl::string_view(hash->data(), 8))));
  *begin.mutable_artifact() = about;
  begin.mutable_artifact()->set_size(SizeOf(path));
  begin.mutable_artifact()->set_sha256(*hash);
  return store->Begin(call, begin);
}

}  // namespace

void AddMetric(const std::string& name, double value,
               internal::v1::Artifact* artifact) {
  auto* metric = artifact->add_metrics();
  metric->set_name(name);
  metric->set_value(value);
}

const internal::v1::ArtifactMetric* FindMetric(
    const internal::v1::Artifact& artifact, const std::string& name) {
  for (const auto& metric : artifact.metrics()) {
    if (metric.name() == name) return &metric;
  }
  return nullptr;
}

absl::StatusOr<internal::v1::Artifact> UploadArtifact(
    const CallContext& call, ArtifactStore* store, const std::string& name,
    const internal::v1::Artifact& about, const std::string& path,
    JobStage stage, const JobProgress& progress) {
  const auto begun = Begin(call, store, name, about, path);
  if (!begun.ok()) return begun.status();
  if (begun->complete()) return begun->artifact();
  std::ifstream file(path, std::ios::binary);
  std::string buffer(static_cast<size_t>(begun->chunk_bytes()), '\0');
  const int64_t size = SizeOf(path);
  const int64_t width = stage.end - stage.begin;
  for (int64_t at = 0; at < size; at += begun->chunk_bytes()) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    internal::v1::WriteArtifactRequest write;
    write.set_artifact_id(begun->artifact().id());
    write.set_offset(at);
    write.set_data(buffer.data(), static_cast<size_t>(file.gcount()));
    if (absl::Status s = store->Write(call, write); !s.ok()) return s;
    absl::Status told = progress("storing", stage.begin + width * at / size);
    if (!told.ok()) return told;
  }
  absl::Status finished = store->Finish(call, begun->artifact().id());
  if (!finished.ok()) return finished;
  return begun->artifact();
}

}  // namespace broadsheet::recommend
