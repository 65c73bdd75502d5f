#ifndef BROADSHEET_STORAGE_ARTIFACT_STATEMENTS_H_
#define BROADSHEET_STORAGE_ARTIFACT_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// Of artifacts, read by ArtifactFromRow (artifact_records.h).
extern const char kArtifactColumns[];

// The prepared SQL of artifacts and of editions. Parts of AllStatements
// (statements.h).
void AddArtifacts(std::vector<Statement>* to);
void AddEditions(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_STATEMENTS_H_
