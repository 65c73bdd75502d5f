#include "storage/artifact_records.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/records.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

internal::v1::Artifact ArtifactFromRow(const pqxx::row& row) {
  internal::v1::Artifact artifact;
  // The columns speak for themselves; what they do not say is in the details.
  if (!artifact.ParseFromString(BytesFromSql(row[7].c_str()))) artifact.Clear();
  artifact.set_id(row[0].c_str());
  artifact.set_kind(row[1].c_str());
  artifact.set_schema_version(row[2].as<int>());
  *artifact.mutable_created_at() = TimestampFromMicros(row[3].as<int64_t>());
  artifact.set_size(row[4].as<int64_t>());
  artifact.set_sha256(BytesFromSql(row[5].c_str()));
  artifact.clear_promoted_at();
  if (!row[6].is_null()) {
    *artifact.mutable_promoted_at() = TimestampFromMicros(row[6].as<int64_t>());
  }
  return artifact;
}

std::optional<StoredArtifact> ReadArtifact(Transaction& tx,
                                           const std::string& id) {
  const auto rows = tx.sql.exec_prepared("read_artifact", id);
  if (rows.empty()) return std::nullopt;
  return StoredArtifact{ArtifactFromRow(rows[0]), *rows[0][8].c_str() == 't'};
}

std::string ClaimArtifactRequest(Transaction& tx, const std::string& request_id,
                                 const std::string& artifact_id) {
  tx.sql.exec_prepared("claim_artifact_request", request_id, artifact_id);
  return tx.sql.exec_prepared("read_artifact_request", request_id)[0][0]
      .as<std::string>();
}

absl::Status ArtifactUnknown(const std::string& id) {
  return MakeError(absl::StatusCode::kNotFound, "ARTIFACT_UNKNOWN",
                   absl::StrCat("there is no artifact ", id));
}

}  // namespace broadsheet::storage
