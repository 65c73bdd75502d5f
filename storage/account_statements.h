#ifndef BROADSHEET_STORAGE_ACCOUNT_STATEMENTS_H_
#define BROADSHEET_STORAGE_ACCOUNT_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// Statements about accounts, tokens, sessions and sign-ins.
void AddAccounts(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ACCOUNT_STATEMENTS_H_
