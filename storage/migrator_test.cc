#include "storage/migrator.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/author_key.h"
#include "tests/support/test_database.h"

namespace broadsheet::storage {
namespace {

using ::testing::HasSubstr;

std::vector<Migration> Two() {
  return {{1, "0001_first", "aa", "create table first (id integer)"},
          {2, "0002_second", "bb",
           "create table second (id integer); insert into first values (1)"}};
}

TEST(Migrator, AppliesEachMigrationOnce) {
  testing::TestDatabase database;
  ASSERT_TRUE(Migrate(database.conninfo(), Two()).ok());
  ASSERT_TRUE(Migrate(database.conninfo(), Two()).ok());
  EXPECT_EQ(database.Run("select count(*) from first"), "1\n");
}

TEST(Migrator, AppliesOnlyWhatIsNew) {
  testing::TestDatabase database;
  ASSERT_TRUE(Migrate(database.conninfo(), {Two()[0]}).ok());
  ASSERT_TRUE(Migrate(database.conninfo(), Two()).ok());
  EXPECT_EQ(database.Run("select name from migrations order by number"),
            "0001_first\n0002_second\n");
}

TEST(Migrator, LetsManyProcessesStartTogether) {
  testing::TestDatabase database;
  std::vector<absl::Status> statuses(8);
  std::vector<std::thread> threads;
  for (absl::Status& status : statuses) {
    threads.emplace_back(
        [&] { status = Migrate(database.conninfo(), EmbeddedMigrations()); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses)
    EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(database.Run("select count(*) from feed_state"), "1\n");
}

TEST(Migrator, RefusesAFileThatWasChangedAfterwards) {
  testing::TestDatabase database;
  ASSERT_TRUE(Migrate(database.conninfo(), Two()).ok());
  auto changed = Two();
  changed[0].checksum = "cc";
  const absl::Status status = Migrate(database.conninfo(), changed);
  EXPECT_EQ(ReasonOf(status), "MIGRATION_CHANGED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("0001_first"));
}

TEST(Migrator, RefusesADatabaseOfALaterVersion) {
  testing::TestDatabase database;
  ASSERT_TRUE(Migrate(database.conninfo(), Two()).ok());
  const absl::Status status = Migrate(database.conninfo(), {Two()[0]});
  EXPECT_EQ(ReasonOf(status), "SCHEMA_TOO_NEW");
}

TEST(Migrator, LeavesNothingOfAMigrationThatFails) {
  testing::TestDatabase database;
  const std::vector<Migration> broken = {
      {1, "0001_broken", "aa", "create table half (id integer); select 1/0"}};
  const absl::Status status = Migrate(database.conninfo(), broken);
  EXPECT_EQ(ReasonOf(status), "MIGRATION_FAILED");
  EXPECT_THAT(std::string(status.message()), HasSubstr("0001_broken"));
  EXPECT_EQ(database.Run("select to_regclass('half') is null"), "t\n");
}

TEST(Migrator, SaysThatTheDatabaseCannotBeReached) {
  const absl::Status status =
      Migrate("host=/nonexistent dbname=none", EmbeddedMigrations());
  EXPECT_EQ(ReasonOf(status), "DATABASE_UNREACHABLE");
}

TEST(EmbeddedMigrations, AreNumberedWithoutGaps) {
  int number = 0;
  for (const Migration& migration : EmbeddedMigrations()) {
    EXPECT_EQ(migration.number, ++number);
    EXPECT_EQ(migration.checksum.size(), 64u);
  }
  EXPECT_GT(number, 0);
}

// 0012 makes for old rows what storage makes for new ones.
TEST(EmbeddedMigrations, FindTheAuthorsOfOldPapers) {
  testing::TestDatabase database;
  std::vector<Migration> before = EmbeddedMigrations();
  std::erase_if(before, [](const Migration& m) { return m.number >= 12; });
  ASSERT_TRUE(Migrate(database.conninfo(), before).ok());
  database.Run(
      "insert into papers (id, authors, merged_into) values "
      "('a:1', array['Ada Lovelace', 'M\u00f8ller, Jens'], ''), "
      "('a:2', '{}', 'a:1')");
  ASSERT_TRUE(Migrate(database.conninfo(), EmbeddedMigrations()).ok());
  EXPECT_EQ(database.Run("select author_keys from papers order by id"),
            absl::StrCat("{", AuthorKey("Ada Lovelace"), ",",
                         AuthorKey("M\u00f8ller, Jens"), "}\n{}\n"));
  EXPECT_EQ(database.Run("select paper_id, into_id from absorptions"),
            "a:2|a:1\n");
}

}  // namespace
}  // namespace broadsheet::storage
