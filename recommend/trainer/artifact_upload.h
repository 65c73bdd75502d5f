#ifndef BROADSHEET_RECOMMEND_TRAINER_ARTIFACT_UPLOAD_H_
#define BROADSHEET_RECOMMEND_TRAINER_ARTIFACT_UPLOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "common/call_context.h"
#include "recommend/artifact_store.h"
#include "recommend/trainer/job_progress.h"

namespace broadsheet::recommend {

void AddMetric(const std::string& name, double value,
               internal::v1::Artifact* artifact);
// Null when it has no such.
const internal::v1::ArtifactMetric* FindMetric(
    const internal::v1::Artifact& artifact, const std::string& name);

// Stores the file at `path` as the artifact that `about` tells of (kind, schema
// version, position, metrics, note). `name` makes repetitions with the same
// bytes one.
absl::StatusOr<internal::v1::Artifact> UploadArtifact(
    const CallContext& call, ArtifactStore* store, const std::string& name,
    const internal::v1::Artifact& about, const std::string& path,
    JobStage stage, const JobProgress& progress);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_ARTIFACT_UPLOAD_H_
