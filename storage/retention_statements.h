#ifndef BROADSHEET_STORAGE_RETENTION_STATEMENTS_H_
#define BROADSHEET_STORAGE_RETENTION_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// The prepared SQL of what goes: of the change feed's retention, and of the
// export and erasure of a reader. Parts of AllStatements (statements.h).
void AddFeedRetention(std::vector<Statement>* to);
void AddErasure(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_RETENTION_STATEMENTS_H_
