#include "storage/database.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

TEST(Database, RunsATransactionAgainWhenItsConnectionIsKilled) {
  TestStore store;
  store.Run("create table notes (text text)");
  int runs = 0;
  const absl::Status status =
      store.database.RunWrite(TestCall(), [&](Transaction& tx) {
        tx.sql.exec("insert into notes values ('once')");
        if (++runs == 1) {
          const std::string pid =
              tx.sql.exec("select pg_backend_pid()")[0][0].c_str();
          store.Run("select pg_terminate_backend(" + pid + ")");
        }
        tx.sql.exec("select 1");
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(store.Run("select count(*) from notes"), "1\n");
}

TEST(Database, GoesOnAfterAllConnectionsWereKilled) {
  TestStore store;
  store.AddPapers({"2611.00001"});
  store.Run(
      "select pg_terminate_backend(pid) from pg_stat_activity "
      "where datname = current_database() and pid <> pg_backend_pid()");
  EXPECT_EQ(store.GetPaper("2611.00001").id(), "2611.00001");
}

// The server dies at the first COMMIT, before it is done.
TEST(Database, ReadsBackThatACommitInDoubtDidNotHappen) {
  TestStore store;
  store.Run(
      "create table notes (text text);"
      "create sequence commits;"
      "create function die_once() returns trigger language plpgsql as $$ "
      "begin if nextval('commits') = 1 then "
      "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); "
      "end if; return null; end $$;"
      "create constraint trigger die after insert on notes "
      "deferrable initially deferred for each row execute function die_once()");
  int runs = 0;
  const absl::Status status =
      store.database.RunWrite(TestCall(), [&](Transaction& tx) {
        ++runs;
        tx.sql.exec("insert into notes values ('once')");
        WritePosition(tx, /*saw_others=*/false);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(store.Run("select count(*) from notes"), "1\n");
}

TEST(Database, RunsATransactionAgainWhenItLosesADeadlock) {
  TestStore store;
  int runs = 0;
  const absl::Status status =
      store.database.RunWrite(TestCall(), [&](Transaction& tx) {
        if (++runs == 1) {
          tx.sql.exec("do $$ begin raise sqlstate '40P01'; end $$");
        }
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
}

TEST(Database, RollsBackWhenTheBodyFails) {
  TestStore store;
  store.Run("create table notes (text text)");
  const absl::Status status =
      store.database.RunWrite(TestCall(), [&](Transaction& tx) {
        tx.sql.exec("insert into notes values ('never')");
        return absl::NotFoundError("no");
      });
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(store.Run("select count(*) from notes"), "0\n");
}

TEST(Database, EndsAStatementAtTheDeadlineOfTheCall) {
  TestStore store;
  const CallContext call(absl::Now() + absl::Milliseconds(100));
  const absl::Status status =
      store.database.RunRead(call, [&](Transaction& tx) {
        tx.sql.exec("select pg_sleep(30)");
        return absl::OkStatus();
      });
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
}

TEST(Pool, RefusesACallWhenNoConnectionBecomesFree) {
  testing::TestDatabase database;
  SystemClock clock;
  Metrics metrics;
  PoolOptions options;
  options.conninfo = database.conninfo();
  options.size = 1;
  Pool pool(options, &clock, &metrics);
  const auto held = pool.Acquire(absl::Now() + absl::Seconds(5));
  ASSERT_TRUE(held.ok()) << held.status();
  const auto refused = pool.Acquire(absl::Now() + absl::Milliseconds(20));
  EXPECT_EQ(ReasonOf(refused.status()), "POOL_EXHAUSTED");
}

TEST(Pool, UsesTheSameConnectionAgain) {
  testing::TestDatabase database;
  SystemClock clock;
  Metrics metrics;
  PoolOptions options;
  options.conninfo = database.conninfo();
  Pool pool(options, &clock, &metrics);
  int first = 0;
  {
    auto lease = pool.Acquire(absl::Now() + absl::Seconds(5));
    first = (*lease)->connection().backendpid();
  }
  auto lease = pool.Acquire(absl::Now() + absl::Seconds(5));
  EXPECT_EQ((*lease)->connection().backendpid(), first);
}

TEST(Pool, SaysThatTheDatabaseCannotBeReached) {
  SystemClock clock;
  Metrics metrics;
  PoolOptions options;
  options.conninfo = "host=/nonexistent dbname=none";
  options.size = 1;
  Pool pool(options, &clock, &metrics);
  for (int i = 0; i < 2; ++i) {
    const auto refused = pool.Acquire(absl::Now() + absl::Seconds(1));
    EXPECT_EQ(ReasonOf(refused.status()), "DATABASE_UNREACHABLE");
  }
}

}  // namespace
}  // namespace broadsheet::storage
