// Whether the schema can be distributed as deploy/citus/distribute.sql says.

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "storage/statements.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

// The column that each table is distributed by; empty for local tables.
std::map<std::string, std::string> ReadDistribution() {
  std::map<std::string, std::string> tables;
  const std::regex distributed(
      R"(select create_distributed_table\('(\w+)', '(\w+)')");
  const std::regex local(R"(-- local: (\w+))");
  std::ifstream file(BROADSHEET_DISTRIBUTE_SQL);
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_search(line, match, distributed)) {
      EXPECT_TRUE(tables.emplace(match[1], match[2]).second) << match[1];
    } else if (std::regex_search(line, match, local)) {
      EXPECT_TRUE(tables.emplace(match[1], "").second) << match[1];
    }
  }
  return tables;
}

class SchemaTest : public ::testing::Test {
 protected:
  std::set<std::string> Lines(const std::string& query) {
    return absl::StrSplit(store_.Run(query), '\n', absl::SkipEmpty());
  }

  const std::map<std::string, std::string> distribution_ = ReadDistribution();
  TestStore store_;
};

TEST_F(SchemaTest, PlacesEveryTable) {
  std::set<std::string> placed;
  for (const auto& [table, column] : distribution_) placed.insert(table);
  EXPECT_EQ(placed,
            Lines("select relname from pg_class where relkind in ('r', 'p') "
                  "and relnamespace = 'public'::regnamespace"));
}

TEST_F(SchemaTest, HasTheDistributionColumnInEveryUniqueKey) {
  for (const auto& [table, column] : distribution_) {
    if (column.empty()) continue;
    EXPECT_EQ(Lines("select i.indexrelid::regclass from pg_index i "
                    "where i.indrelid = '" +
                    table +
                    "'::regclass and i.indisunique and not exists (select "
                    "from pg_attribute a where a.attrelid = i.indrelid and "
                    "a.attnum = any(i.indkey) and a.attname = '" +
                    column + "')"),
              std::set<std::string>())
        << table;
    EXPECT_EQ(
        Lines("select attname from pg_attribute where attrelid = '" + table +
              "'::regclass and attname = '" + column + "' and attnotnull")
            .size(),
        1u)
        << table << " has no column " << column;
  }
}

TEST_F(SchemaTest, HasNoForeignKeys) {
  EXPECT_EQ(Lines("select conname from pg_constraint where contype = 'f'"),
            std::set<std::string>());
}

TEST_F(SchemaTest, CountsByNoSequence) {
  EXPECT_EQ(Lines("select relname from pg_class where relkind = 'S'"),
            std::set<std::string>());
  EXPECT_EQ(Lines("select attrelid::regclass || '.' || attname from "
                  "pg_attribute join pg_class c on c.oid = attrelid where "
                  "relnamespace = 'public'::regnamespace and "
                  "attidentity <> ''"),
            std::set<std::string>());
}

TEST_F(SchemaTest, RunsNoTriggers) {
  EXPECT_EQ(Lines("select tgname from pg_trigger where not tgisinternal"),
            std::set<std::string>());
}

TEST_F(SchemaTest, PassesTimesAndNumbersIntoUpserts) {
  for (const Statement& statement : AllStatements()) {
    const auto update = statement.sql.find("do update");
    if (update == std::string::npos) continue;
    const std::string set = statement.sql.substr(update);
    for (const char* function :
         {"now()", "nextval", "current_timestamp", "clock_timestamp",
          "random()", "gen_random_uuid"}) {
      EXPECT_FALSE(absl::StrContains(set, function)) << statement.name;
    }
  }
}

// Without the index's own condition PostgreSQL may read the whole table.
TEST_F(SchemaTest, AsksPartialIndexesOfReadersForWhatTheyHold) {
  for (const Statement& statement : AllStatements()) {
    for (const char* table : {"retractions", "mails"}) {
      const std::string asked =
          absl::StrCat("from ", table, " where reader_id = $1 ");
      const auto at = statement.sql.find(asked);
      if (at == std::string::npos) continue;
      EXPECT_TRUE(absl::StartsWith(statement.sql.substr(at + asked.size()),
                                   "and reader_id <> ''"))
          << statement.name << " from " << table;
    }
  }
}

TEST_F(SchemaTest, LocksNoRowsOverShards) {
  for (const Statement& statement : AllStatements()) {
    EXPECT_FALSE(absl::StrContains(statement.sql, "for update"))
        << statement.name;
    EXPECT_FALSE(absl::StrContains(statement.sql, "advisory"))
        << statement.name;
  }
}

}  // namespace
}  // namespace broadsheet::storage
