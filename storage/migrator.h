#ifndef BROADSHEET_STORAGE_MIGRATOR_H_
#define BROADSHEET_STORAGE_MIGRATOR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace broadsheet::storage {

// One numbered file of storage/migrations.
struct Migration {
  int number;
  std::string name;      // "0001_papers"
  std::string checksum;  // SHA-256 of the file, in hex.
  std::string sql;
};

// Those compiled into this binary, by number.
std::vector<Migration> EmbeddedMigrations();

// Applies what is missing, each migration in a transaction of its own. Several
// processes may do so at once: the row of migration_lock lets one at a time.
// FAILED_PRECONDITION when a migration that was applied differs from the one
// given (MIGRATION_CHANGED), or is not known here (SCHEMA_TOO_NEW); UNAVAILABLE
// when the database cannot be reached; INTERNAL names the migration that
// failed, of which nothing remains.
absl::Status Migrate(const std::string& conninfo,
                     const std::vector<Migration>& migrations);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MIGRATOR_H_
