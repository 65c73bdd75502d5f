#ifndef BROADSHEET_TESTS_SUPPORT_TEST_CLUSTER_H_
#define BROADSHEET_TESTS_SUPPORT_TEST_CLUSTER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/files.h"

namespace broadsheet::testing {

// A PostgreSQL cluster of its own, for tests that need the whole server: the
// visibility horizon of the change feed is one per cluster, and some tests stop
// it. Takes about two seconds to make. All methods throw std::runtime_error
// with what deploy/postgres.sh said. Not thread-safe.
class TestCluster {
 public:
  TestCluster();
  // Stops the server and deletes its data.
  ~TestCluster();

  // The folder that deploy/postgres.sh knows it by.
  std::string directory() const { return folder_.File("postgres"); }

  void Start();
  // Waits for nothing: open transactions are rolled back.
  void Stop();
  // As after a power cut: the next start recovers from the log.
  void Crash();
  // SIGKILL of the server and of all its children, until none is left.
  void Kill();
  // The server's children: backends and helpers. Empty when it is down.
  std::vector<pid_t> Children() const;

 private:
  // 0 when there is none.
  pid_t ServerPid() const;

  TempDir folder_;
};

// A libpq connection string for a database of the cluster in `directory`.
std::string Conninfo(const std::string& directory, const std::string& database);

// Runs statements, answers their rows: fields separated by '|', lines
// ended by '\n'. Throws std::runtime_error with the server's message.
std::string RunSql(const std::string& conninfo, const std::string& statement);

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_TEST_CLUSTER_H_
