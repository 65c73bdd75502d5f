#ifndef BROADSHEET_STORAGE_STATEMENTS_H_
#define BROADSHEET_STORAGE_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// All prepared statements of this house. They hold to portable SQL, as
// README.md says: no advisory locks, no now(), writes in the order of keys.
std::vector<Statement> AllStatements();

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_STATEMENTS_H_
