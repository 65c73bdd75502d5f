#include "storage/artifact_deletion.h"

#include <vector>

#include "storage/artifact_records.h"

namespace broadsheet::storage {
namespace {

// Of one transaction.
constexpr int kDeletedChunks = 64;

}  // namespace

absl::Status DeleteArtifact(const CallContext& call, Database* database,
                            const std::string& id) {
  int64_t chunks = 0;
  absl::Status status = database->RunWrite(call, [&](Transaction& tx) {
    const auto stored = ReadArtifact(tx, id);
    if (!stored) return ArtifactUnknown(id);
    chunks = stored->artifact.size() / kArtifactChunkBytes + 1;
    tx.sql.exec_prepared("give_up_artifact", id);
    return absl::OkStatus();
  });
  for (int64_t at = 0; status.ok() && at < chunks; at += kDeletedChunks) {
    status = database->RunWrite(call, [&](Transaction& tx) {
      tx.sql.exec_prepared("delete_artifact_chunks", id, at,
                           at + kDeletedChunks);
      return absl::OkStatus();
    });
  }
  if (!status.ok()) return status;
  return database->RunWrite(call, [&](Transaction& tx) {
    tx.sql.exec_prepared("forget_artifact_requests", id);
    tx.sql.exec_prepared("delete_artifact", id);
    return absl::OkStatus();
  });
}

void HideSegments(Transaction& tx) {
  tx.sql.exec_prepared("note_erasure");
  tx.sql.exec_prepared("hide_segments");
}

absl::Status DeleteHiddenSegments(const CallContext& call, Database* database) {
  std::vector<std::string> ids;
  absl::Status read = database->RunWrite(call, [&](Transaction& tx) {
    ids.clear();
    for (const auto& row : tx.sql.exec_prepared("hidden_segments")) {
      ids.push_back(row[0].as<std::string>());
    }
    return absl::OkStatus();
  });
  for (const std::string& id : ids) {
    if (read.ok()) read = DeleteArtifact(call, database, id);
    // Somebody else was faster.
    if (absl::IsNotFound(read)) read = absl::OkStatus();
  }
  return read;
}

}  // namespace broadsheet::storage
