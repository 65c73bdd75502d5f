#ifndef BROADSHEET_STORAGE_COMMENT_STATEMENTS_H_
#define BROADSHEET_STORAGE_COMMENT_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// Statements about comments, reports and claims.
void AddComments(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_COMMENT_STATEMENTS_H_
