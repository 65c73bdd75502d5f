#ifndef BROADSHEET_TESTS_SUPPORT_TEST_DATABASE_H_
#define BROADSHEET_TESTS_SUPPORT_TEST_DATABASE_H_

#include <memory>
#include <string>

#include "tests/support/test_cluster.h"

namespace broadsheet::testing {

// A database for one test, dropped by the destructor. It lies in the cluster
// whose folder the environment variable BROADSHEET_TEST_POSTGRES names (ctest
// sets it for tests with the option POSTGRES), else in one of its own.
class TestDatabase {
 public:
  enum class Contents {
    kNothing,
    // A copy of the one that storage has migrated in the cluster of the test
    // run, which saves the time of doing so; elsewhere nothing.
    kTables,
  };
  explicit TestDatabase(Contents contents = Contents::kNothing);
  // In `cluster`, which must outlive this.
  explicit TestDatabase(const TestCluster& cluster);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // For libpq.
  const std::string& conninfo() const { return conninfo_; }
  // As RunSql.
  std::string Run(const std::string& statement) const {
    return RunSql(conninfo_, statement);
  }

 private:
  void Create(Contents contents);

  std::unique_ptr<TestCluster> own_cluster_;
  std::string server_;  // Of the database "postgres", which there always is.
  std::string name_;
  std::string conninfo_;
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_TEST_DATABASE_H_
