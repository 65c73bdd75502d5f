#include "tests/support/test_database.h"

#include <stdexcept>

#include "gtest/gtest.h"

namespace broadsheet::testing {
namespace {

TEST(TestDatabase, IsEmptyAndItsOwn) {
  const TestDatabase first;
  const TestDatabase second;
  first.Run("CREATE TABLE t (a int)");
  EXPECT_THROW(second.Run("SELECT * FROM t"), std::runtime_error);
}

TEST(TestDatabase, NeedsThePassword) {
  const TestDatabase database;
  EXPECT_THROW(RunSql(database.conninfo() + " passfile=/dev/null", "SELECT 1"),
               std::runtime_error);
}

TEST(TestCluster, KeepsCommittedRowsThroughACrash) {
  TestCluster cluster;
  const TestDatabase database(cluster);
  database.Run("CREATE TABLE t AS SELECT 42 AS a");
  cluster.Crash();
  cluster.Start();
  EXPECT_EQ(database.Run("SELECT a FROM t"), "42\n");
}

TEST(TestCluster, KeepsCommittedRowsThroughTheDeathOfAllItsProcesses) {
  TestCluster cluster;
  const TestDatabase database(cluster);
  database.Run("CREATE TABLE t AS SELECT 42 AS a");
  EXPECT_FALSE(cluster.Children().empty());
  cluster.Kill();
  EXPECT_TRUE(cluster.Children().empty());
  EXPECT_THROW(database.Run("SELECT a FROM t"), std::runtime_error);
  cluster.Start();
  EXPECT_EQ(database.Run("SELECT a FROM t"), "42\n");
}

}  // namespace
}  // namespace broadsheet::testing
