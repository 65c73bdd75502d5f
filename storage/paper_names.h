#ifndef BROADSHEET_STORAGE_PAPER_NAMES_H_
#define BROADSHEET_STORAGE_PAPER_NAMES_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Which papers these names stand for: themselves, the papers that they were
// found to be, or those whose other names they are. Unknown names are left out.
// In a transaction that writes what rests on the answer, HoldNames comes first.
std::map<std::string, std::string> ResolvePapers(
    Transaction& tx, const std::set<std::string>& names);

// The same of one name; empty when it is unknown.
std::string ResolvePaper(Transaction& tx, const std::string& name);

// Gives the transaction its number. Whoever moves what belongs to a merged
// paper waits for all that had one (storage/absorber.h); later ones are told
// where it went.
void HoldNames(Transaction& tx);

// HoldNames and ResolvePaper for who writes submissions of the paper: they do
// so one after the other, and wait before their transactions have numbers. So
// the feed tells of submissions and retractions in the order in which they were
// written. First in a transaction; OUT_OF_ORDER (write_in_order.h) when the
// name came to stand for another paper meanwhile.
absl::StatusOr<std::string> HoldPaper(Transaction& tx, const std::string& name);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_NAMES_H_
