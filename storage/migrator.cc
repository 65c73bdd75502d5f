#include "storage/migrator.h"

#include <algorithm>
#include <map>
#include <pqxx/pqxx>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/migration_files.h"
#include "storage/sql_errors.h"

namespace broadsheet::storage {
namespace {

struct Applied {
  std::string name;
  std::string checksum;
};

// "create table if not exists" may still fail when two processes do it in the
// same moment: the loser finds it done when it tries again.
void PrepareTables(pqxx::connection& connection) {
  for (int tries = 1;; ++tries) {
    try {
      pqxx::work tx(connection);
      tx.exec(
          "set local client_min_messages = 'warning';"
          "create table if not exists migration_lock (id integer primary key);"
          "insert into migration_lock values (1) on conflict do nothing;"
          "create table if not exists migrations ("
          "  number integer primary key,"
          "  name text not null,"
          "  checksum text not null,"
          "  applied_at timestamptz not null)");
      tx.commit();
      return;
    } catch (const pqxx::sql_error&) {
      if (tries == 10) throw;
    }
  }
}

std::map<int, Applied> ReadApplied(pqxx::work& tx) {
  std::map<int, Applied> applied;
  for (const auto& row :
       tx.exec("select number, name, checksum from migrations")) {
    applied[row[0].as<int>()] = {row[1].as<std::string>(),
                                 row[2].as<std::string>()};
  }
  return applied;
}

absl::Status Check(const std::map<int, Applied>& applied,
                   const std::vector<Migration>& migrations) {
  for (const auto& [number, past] : applied) {
    const auto known = std::find_if(
        migrations.begin(), migrations.end(),
        [number = number](const Migration& m) { return m.number == number; });
    if (known == migrations.end()) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "SCHEMA_TOO_NEW",
                       absl::StrCat("the database has migration ", past.name,
                                    ", which this version does not know; run "
                                    "the version that made it"));
    }
    if (known->checksum != past.checksum) {
      return MakeError(
          absl::StatusCode::kFailedPrecondition, "MIGRATION_CHANGED",
          absl::StrCat("migration ", known->name,
                       " differs from the one that was applied (SHA-256 ",
                       known->checksum, ", applied: ", past.checksum,
                       "); restore the file and add a new one instead"));
    }
  }
  return absl::OkStatus();
}

void Apply(pqxx::work& tx, const Migration& migration) {
  tx.exec(migration.sql);
  tx.exec_params(
      "insert into migrations (number, name, checksum, applied_at) "
      "values ($1, $2, $3, clock_timestamp())",
      migration.number, migration.name, migration.checksum);
}

// Applies the first missing migration; sets `done` when none is missing.
absl::Status ApplyNext(pqxx::connection& connection,
                       const std::vector<Migration>& migrations, bool* done,
                       std::string* running) {
  pqxx::work tx(connection);
  tx.exec("select id from migration_lock where id = 1 for update");
  const auto applied = ReadApplied(tx);
  if (absl::Status fits = Check(applied, migrations); !fits.ok()) return fits;
  const auto next = std::find_if(
      migrations.begin(), migrations.end(),
      [&](const Migration& m) { return applied.count(m.number) == 0; });
  *done = next == migrations.end();
  if (*done) return absl::OkStatus();
  *running = next->name;
  Apply(tx, *next);
  tx.commit();
  return absl::OkStatus();
}

}  // namespace

std::vector<Migration> EmbeddedMigrations() {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : MigrationFiles()) {
    Migration& migration = migrations.emplace_back();
    migration.name = file.name.substr(0, file.name.rfind('.'));
    migration.number = 0;
    // A name that begins otherwise fails the test of the numbers.
    const std::string digits =
        migration.name.substr(0, migration.name.find('_'));
    (void)absl::SimpleAtoi(digits, &migration.number);
    migration.checksum = file.digest;
    migration.sql = file.content;
  }
  return migrations;
}

absl::Status Migrate(const std::string& conninfo,
                     const std::vector<Migration>& migrations) {
  std::string running = "(preparation)";
  try {
    pqxx::connection connection(conninfo);
    PrepareTables(connection);
    for (bool done = false; !done;) {
      absl::Status applied = ApplyNext(connection, migrations, &done, &running);
      if (!applied.ok()) return applied;
    }
    return absl::OkStatus();
  } catch (...) {
    const absl::Status status = DescribeFailure().status;
    if (absl::IsUnavailable(status)) return status;
    return MakeError(absl::StatusCode::kInternal, "MIGRATION_FAILED",
                     absl::StrCat("migration ", running, ": ",
                                  std::string(status.message())));
  }
}

}  // namespace broadsheet::storage
