#include "tests/support/test_cluster.h"

#include <libpq-fe.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"

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

constexpr absl::Duration kKillLimit = absl::Seconds(30);

// Zombies are dead: who reaps them is not ours to know.
bool Lives(pid_t pid) {
  const std::string stat = ReadFile(absl::StrCat("/proc/", pid, "/stat"));
  const size_t state = stat.rfind(") ");
  return state != std::string::npos && stat[state + 2] != 'Z' &&
         stat[state + 2] != 'X';
}

// Without names of columns: "1|a\n2|b\n".
std::string TextOf(const PGresult* result) {
  std::string text;
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < PQnfields(result); ++column) {
      absl::StrAppend(&text, column > 0 ? "|" : "",
                      PQgetvalue(result, row, column));
    }
    text += '\n';
  }
  return text;
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

pid_t TestCluster::ServerPid() const {
  std::istringstream stamp(ReadFile(directory() + "/stamp"));
  pid_t pid = 0;
  stamp >> pid;
  return Lives(pid) ? pid : 0;
}

std::vector<pid_t> TestCluster::Children() const {
  const pid_t server = ServerPid();
  std::istringstream list(
      ReadFile(absl::StrCat("/proc/", server, "/task/", server, "/children")));
  std::vector<pid_t> children;
  for (pid_t child; list >> child;) children.push_back(child);
  return children;
}

// The server first, so that it starts nothing anew.
void TestCluster::Kill() {
  const pid_t server = ServerPid();
  if (server == 0) return;
  std::vector<pid_t> all = Children();
  all.insert(all.begin(), server);
  for (const pid_t pid : all) kill(pid, SIGKILL);
  const bool gone = WaitUntil(kKillLimit, [&all] {
    return std::none_of(all.begin(), all.end(), Lives);
  });
  if (!gone) throw std::runtime_error("PostgreSQL outlives SIGKILL");
}

std::string Conninfo(const std::string& directory,
                     const std::string& database) {
  const std::string line = Postgres({"conninfo", directory});
  // Of a key given twice, libpq takes the last.
  return absl::StrCat(absl::StripSuffix(line, "\n"), " dbname=", database);
}

std::string RunSql(const std::string& conninfo, const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(conninfo.c_str()), &PQfinish);
  std::string text;
  std::string error;
  if (PQsendQuery(connection.get(), statement.c_str()) == 0) {
    error = PQerrorMessage(connection.get());
  }
  while (PGresult* result = PQgetResult(connection.get())) {
    text += TextOf(result);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
      error = PQresultErrorMessage(result);
    }
    PQclear(result);
  }
  if (error.empty()) return text;
  throw std::runtime_error(absl::StrCat(statement, " failed: ", error));
}

}  // namespace broadsheet::testing
