#ifndef BROADSHEET_STORAGE_LOG_POSITION_H_
#define BROADSHEET_STORAGE_LOG_POSITION_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Why a horizon must be durable before a follower hears of it: transactions
// that were rolled back, or wrote nothing, end without waiting for the disk.
// After a crash PostgreSQL gives out their numbers again, as far as its log on
// disk does not have them, and a follower whose horizon is above them would
// take what is written under them for what it has already. So: read a horizon,
// then the end of the log, and wait until the log is on disk up to there -- all
// on one connection, which does not outlive a crash.

// The end of PostgreSQL's log, as it gives and takes it.
std::string LogEnd(Transaction& tx);
// Waits a few milliseconds until the log is on disk up to `end`, as busy
// writers see to; then calls `flush`. UNAVAILABLE when that did not help.
absl::Status AwaitLog(Transaction& tx, const std::string& end,
                      const std::function<void()>& flush);
// Takes all of the log to the disk, by a commit that changes no row. Not within
// a transaction.
void FlushLog(Transaction& tx);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_LOG_POSITION_H_
