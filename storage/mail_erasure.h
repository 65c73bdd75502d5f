#ifndef BROADSHEET_STORAGE_MAIL_ERASURE_H_
#define BROADSHEET_STORAGE_MAIL_ERASURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "storage/database.h"
#include "storage/session.h"

namespace broadsheet::storage {

struct ErasedMails {
  int64_t mails = 0;
  // Of the subscriptions that went, one each.
  std::vector<std::string> readers;
};

// Deletes the subscriptions of a reader, or of an address, with their mails,
// clicks and tokens, and the mails about the account. Of a reader before the
// account goes, which knows the address.
ErasedMails EraseMailsOf(Transaction& tx, const std::string& reader);
ErasedMails EraseMailsTo(Transaction& tx, const std::string& address);

// The statements of the above, and "own_former_mails": that mails to the
// account's address are the reader's also when it has another.
void AddMailErasure(std::vector<Statement>* to);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_ERASURE_H_
