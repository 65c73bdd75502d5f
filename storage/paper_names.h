#ifndef BROADSHEET_STORAGE_PAPER_NAMES_H_
#define BROADSHEET_STORAGE_PAPER_NAMES_H_

#include <map>
#include <set>
#include <string>

#include "storage/database.h"

namespace broadsheet::storage {

// Which papers these names stand for: themselves, the papers that they were
// found to be, or those whose other names they are. Unknown names are left out.
// In a transaction that writes what rests on the answer, HoldNames comes first.
std::map<std::string, std::string> ResolvePapers(
    Transaction& tx, const std::set<std::string>& names);

// Gives the transaction its number. Whoever moves what belongs to a merged
// paper waits for all that had one (storage/absorber.h); later ones are told
// where it went.
void HoldNames(Transaction& tx);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_NAMES_H_
