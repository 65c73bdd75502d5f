#ifndef BROADSHEET_STORAGE_SQL_ERRORS_H_
#define BROADSHEET_STORAGE_SQL_ERRORS_H_

#include "absl/status/status.h"

namespace broadsheet::storage {

// What to do about a failed transaction.
enum class Trouble {
  // Nothing: the same again would fail again.
  kFinal,
  // Nothing was committed; another try may succeed.
  kConflict,
  // The connection is lost, nothing was committed.
  kBroken,
  // The connection was lost during COMMIT: it may have been committed.
  kInDoubt,
};

struct SqlFailure {
  Trouble trouble;
  // As callers see it: UNAVAILABLE (DATABASE_UNREACHABLE), ABORTED
  // (TRANSACTION_CONFLICT), DEADLINE_EXCEEDED, INVALID_ARGUMENT or INTERNAL.
  absl::Status status;
};

// Classifies the exception being handled: only within a catch block. One place
// knows that libpqxx 6.4 and 7.10 derive their exceptions differently.
SqlFailure DescribeFailure();

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SQL_ERRORS_H_
