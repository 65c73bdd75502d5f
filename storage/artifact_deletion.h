#ifndef BROADSHEET_STORAGE_ARTIFACT_DELETION_H_
#define BROADSHEET_STORAGE_ARTIFACT_DELETION_H_

#include <string>

#include "absl/status/status.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Deletes an artifact, whole or not, in short transactions; with the first one
// nobody sees it any more. NOT_FOUND (ARTIFACT_UNKNOWN).
absl::Status DeleteArtifact(const CallContext& call, Database* database,
                            const std::string& id);

// A reader is being erased, in this transaction: nobody sees the segments any
// more, nor those that do not have it inside and are stored later.
void HideSegments(Transaction& tx);
// Deletes what HideSegments hid.
absl::Status DeleteHiddenSegments(const CallContext& call, Database* database);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_DELETION_H_
