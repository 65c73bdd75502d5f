#include "tests/support/test_cluster.h"

#include <stdexcept>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/support/process.h"

namespace broadsheet::testing {
namespace {

std::string Checked(const std::vector<std::string>& command) {
  const CommandResult result = RunCommand(command, {}, absl::Seconds(180));
  if (result.exit_code != 0) {
    throw std::runtime_error(
        absl::StrCat(command.front(), " failed: ", result.errors));
  }
  return result.output;
}

std::string Postgres(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = arguments;
  command.insert(command.begin(), SourcePath("deploy/postgres.sh"));
  return Checked(command);
}

}  // namespace

TestCluster::TestCluster() { Start(); }

TestCluster::~TestCluster() {
  RunCommand({SourcePath("deploy/postgres.sh"), "remove", directory()});
}

void TestCluster::Start() { Postgres({"start", directory()}); }

void TestCluster::Stop() { Postgres({"stop", directory(), "fast"}); }

void TestCluster::Crash() { Postgres({"stop", directory(), "immediate"}); }

std::string Conninfo(const std::string& directory,
                     const std::string& database) {
  const std::string line = Postgres({"conninfo", directory});
  // Of a key given twice, libpq takes the last.
  return absl::StrCat(absl::StripSuffix(line, "\n"), " dbname=", database);
}

std::string RunSql(const std::string& conninfo, const std::string& statement) {
  return Checked({"psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", conninfo,
                  "-c", statement});
}

}  // namespace broadsheet::testing
