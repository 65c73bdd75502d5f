#ifndef BROADSHEET_STORAGE_ARTIFACT_RECORDS_H_
#define BROADSHEET_STORAGE_ARTIFACT_RECORDS_H_

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "broadsheet/internal/v1/artifact.pb.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Bytes of a chunk; the last one of an artifact is shorter. A transaction that
// writes one takes some milliseconds.
inline constexpr int64_t kArtifactChunkBytes = 512 << 10;

// Of kArtifactColumns.
internal::v1::Artifact ArtifactFromRow(const pqxx::row& row);

// An artifact, whole or not yet.
struct StoredArtifact {
  internal::v1::Artifact artifact;
  bool complete = false;
};
std::optional<StoredArtifact> ReadArtifact(Transaction& tx,
                                           const std::string& id);

// What the request_id stands for: `artifact_id` when it is new.
std::string ClaimArtifactRequest(Transaction& tx, const std::string& request_id,
                                 const std::string& artifact_id);

// NOT_FOUND (ARTIFACT_UNKNOWN).
absl::Status ArtifactUnknown(const std::string& id);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_RECORDS_H_
