#include "tests/bench/bare_upsert.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/generator.h"

namespace broadsheet::bench {
namespace {

constexpr int kBatch = 500;
constexpr char kTables[] =
    "drop table if exists bare_papers, bare_changes;"
    "create table bare_papers (id text collate \"C\" primary key, title text, "
    "abstract text, authors text[], categories text[], published date);"
    "create table bare_changes (xid xid8 not null default "
    "pg_current_xact_id(), ordinal integer, payload text, "
    "primary key (xid, ordinal));"
    "alter table bare_changes alter column payload set storage external;";
constexpr int kPaperColumns = 6;
constexpr int kChangeColumns = 2;

struct Free {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Free>;
using Result = std::unique_ptr<PGresult, Free>;

// False, and printed, when it is an error.
bool Check(PGconn* connection, PGresult* raw) {
  const Result result(raw);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
  std::fprintf(stderr, "%s\n", PQerrorMessage(connection));
  return false;
}

// "($1, $2), ($3, $4), ..."
std::string Places(int rows, int columns) {
  std::vector<std::string> tuples;
  for (int row = 0; row < rows; ++row) {
    std::vector<std::string> places;
    for (int column = 1; column <= columns; ++column) {
      places.push_back(absl::StrCat("$", row * columns + column));
    }
    tuples.push_back(absl::StrCat("(", absl::StrJoin(places, ", "), ")"));
  }
  return absl::StrJoin(tuples, ", ");
}

// The values of a batch, in rows.
using Values = std::vector<std::string>;

struct Batch {
  Values papers;
  Values changes;
};

std::string ArrayLiteral(const std::vector<std::string>& texts) {
  return absl::StrCat("{\"", absl::StrJoin(texts, "\",\""), "\"}");
}

std::vector<Batch> MakeBatches(const BareUpsertOptions& options) {
  PaperGenerator generator(options.seed);
  std::vector<Batch> batches(static_cast<size_t>(options.rows / kBatch));
  for (Batch& batch : batches) {
    for (int i = 0; i < kBatch; ++i) {
      GeneratedPaper paper = generator.Next();
      batch.changes.push_back(std::to_string(i));
      batch.changes.push_back(ToJsonLine(paper));
      batch.papers.insert(
          batch.papers.end(),
          {paper.id, paper.title, paper.abstract, ArrayLiteral(paper.authors),
           ArrayLiteral(paper.categories), paper.published});
    }
  }
  return batches;
}

bool Execute(PGconn* connection, const char* statement, const Values& values) {
  std::vector<const char*> pointers;
  pointers.reserve(values.size());
  for (const std::string& value : values) pointers.push_back(value.c_str());
  return Check(
      connection,
      PQexecPrepared(connection, statement, static_cast<int>(pointers.size()),
                     pointers.data(), nullptr, nullptr, 0));
}

bool Prepare(PGconn* connection) {
  const std::string upsert = absl::StrCat(
      "insert into bare_papers values ", Places(kBatch, kPaperColumns),
      " on conflict (id) do update set title = excluded.title, "
      "abstract = excluded.abstract, authors = excluded.authors, "
      "categories = excluded.categories, published = excluded.published");
  const std::string append =
      absl::StrCat("insert into bare_changes (ordinal, payload) values ",
                   Places(kBatch, kChangeColumns));
  return Check(connection, PQexec(connection, kTables)) &&
         Check(connection,
               PQprepare(connection, "upsert", upsert.c_str(), 0, nullptr)) &&
         Check(connection,
               PQprepare(connection, "append", append.c_str(), 0, nullptr));
}

bool Write(PGconn* connection, const Batch& batch) {
  return Check(connection, PQexec(connection, "begin")) &&
         Execute(connection, "upsert", batch.papers) &&
         Execute(connection, "append", batch.changes) &&
         Check(connection, PQexec(connection, "commit"));
}

// User and system time of a process, from its stat file: fields 14 and 15,
// counted behind the name in brackets.
absl::Duration CpuOf(int pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string stat((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  long user = 0, system = 0;
  fields >> user >> system;
  return absl::Seconds(static_cast<double>(user + system) /
                       static_cast<double>(sysconf(_SC_CLK_TCK)));
}

double MicrosPerRow(absl::Duration time, int rows) {
  return absl::ToDoubleMicroseconds(time) / rows;
}

}  // namespace

bool MeasureBareUpsert(const BareUpsertOptions& options) {
  const std::vector<Batch> batches = MakeBatches(options);
  const Connection connection(PQconnectdb(options.conninfo.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    std::fprintf(stderr, "%s\n", PQerrorMessage(connection.get()));
    return false;
  }
  if (!Prepare(connection.get())) return false;
  const int server = PQbackendPID(connection.get());
  const absl::Duration server_before = CpuOf(server);
  const absl::Duration own_before = CpuOf(getpid());
  const absl::Time start = absl::Now();
  for (const Batch& batch : batches) {
    if (!Write(connection.get(), batch)) return false;
  }
  const absl::Duration elapsed = absl::Now() - start;
  const int rows = static_cast<int>(batches.size()) * kBatch;
  std::printf(
      "%d rows in %.2f s (%.0f/s), CPU a row: server %.1f us, "
      "client %.1f us\n",
      rows, absl::ToDoubleSeconds(elapsed),
      rows / absl::ToDoubleSeconds(elapsed),
      MicrosPerRow(CpuOf(server) - server_before, rows),
      MicrosPerRow(CpuOf(getpid()) - own_before, rows));
  return Check(
      connection.get(),
      PQexec(connection.get(), "drop table bare_papers, bare_changes"));
}

}  // namespace broadsheet::bench
