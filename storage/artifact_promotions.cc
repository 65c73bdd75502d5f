#include "storage/artifact_promotions.h"

#include <string>

#include "common/errors.h"
#include "storage/artifact_records.h"
#include "storage/change_log.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Artifact;

// Makes it the one in use. True when it was not yet.
bool PromoteIn(Transaction& tx, absl::Time now, Artifact* artifact) {
  const auto rows = tx.sql.exec_prepared("promote_artifact", artifact->kind(),
                                         artifact->id(), SqlTime(now));
  if (rows.empty()) return false;
  *artifact->mutable_promoted_at() =
      TimestampFromMicros(rows[0][0].as<int64_t>());
  tx.sql.exec_prepared("mark_promoted", artifact->id(),
                       SqlTime(TimeOf(artifact->promoted_at())));
  ChangeLog log;
  log.AddPromoted(*artifact);
  log.Append(tx);
  return true;
}

absl::StatusOr<Artifact> ReadWhole(Transaction& tx, const std::string& id) {
  const auto stored = ReadArtifact(tx, id);
  if (!stored || !stored->complete) return ArtifactUnknown(id);
  return stored->artifact;
}

// The id of the one before the one in use, which `current` becomes; empty when
// there is none.
std::string FindBefore(Transaction& tx, const std::string& kind,
                       std::string* current) {
  const auto now = tx.sql.exec_prepared("promoted_of_kind", kind);
  if (now.empty()) return "";
  *current = now[0][0].c_str();
  const auto before = tx.sql.exec_prepared("promoted_before", kind, *current);
  return before.empty() ? "" : before[0][0].c_str();
}

}  // namespace

absl::StatusOr<internal::v1::PromoteArtifactResponse>
ArtifactPromotions::Promote(
    const CallContext& call,
    const internal::v1::PromoteArtifactRequest& request) {
  for (const Violation& violation :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckText("artifact_id", request.artifact_id(), 1, 100)}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::PromoteArtifactResponse> {
        const std::string key = "promote/" + request.request_id();
        const bool repeated =
            !tx.sql.exec_prepared("read_artifact_request", key).empty();
        const std::string id =
            ClaimArtifactRequest(tx, key, request.artifact_id());
        auto artifact = ReadWhole(tx, id);
        if (!artifact.ok()) return artifact.status();
        const bool changed =
            !repeated && PromoteIn(tx, clock_->Now(), &*artifact);
        internal::v1::PromoteArtifactResponse response;
        *response.mutable_artifact() = *std::move(artifact);
        *response.mutable_position() = WritePosition(tx, !changed);
        return response;
      });
}

absl::StatusOr<internal::v1::RollbackArtifactResponse>
ArtifactPromotions::Rollback(
    const CallContext& call,
    const internal::v1::RollbackArtifactRequest& request) {
  for (const Violation& violation :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckText("kind", request.kind(), 1, 100)}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::RollbackArtifactResponse> {
        const std::string key = "rollback/" + request.request_id();
        const auto earlier = tx.sql.exec_prepared("read_artifact_request", key);
        std::string current;
        const std::string id = earlier.empty()
                                   ? FindBefore(tx, request.kind(), &current)
                                   : earlier[0][0].as<std::string>();
        if (id.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "NOTHING_BEFORE",
                           "no " + request.kind() + " was in use before");
        }
        auto artifact = ReadWhole(tx, id);
        if (!artifact.ok()) return artifact.status();
        if (earlier.empty()) {
          ClaimArtifactRequest(tx, key, id);
          tx.sql.exec_prepared("unmark_promoted", current);
          PromoteIn(tx, clock_->Now(), &*artifact);
        }
        internal::v1::RollbackArtifactResponse response;
        *response.mutable_artifact() = *std::move(artifact);
        *response.mutable_position() = WritePosition(tx, !earlier.empty());
        return response;
      });
}

}  // namespace broadsheet::storage
