#ifndef BROADSHEET_STORAGE_MAIL_STATEMENTS_H_
#define BROADSHEET_STORAGE_MAIL_STATEMENTS_H_

#include <vector>

#include "storage/session.h"

namespace broadsheet::storage {

// The prepared SQL of subscriptions, of the ledger of mails and of suppressed
// addresses. A part of AllStatements (statements.h).
void AddMail(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_STATEMENTS_H_
