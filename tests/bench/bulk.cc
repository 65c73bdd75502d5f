#include "tests/bench/bulk.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/sql_array.h"
#include "storage/test_store.h"

namespace broadsheet::bench {
namespace {

using storage::MakeEvent;
using storage::SqlArray;
using storage::TestCall;
using storage::TestStore;

// Processor time of this process.
absl::Duration OwnTime() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) +
         absl::DurationFromTimeval(usage.ru_stime);
}

// Processor time of the cluster's backends.
absl::Duration BackendTime(const TestStore& store) {
  std::istringstream pids(
      store.Run("select pid from pg_stat_activity where pid <> "
                "pg_backend_pid() and backend_type = 'client backend'"));
  double ticks = 0;
  for (int pid = 0; pids >> pid;) {
    std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
    std::string skipped;
    for (int field = 1; field < 14; ++field) stat >> skipped;
    double user = 0;
    double system = 0;
    stat >> user >> system;
    ticks += user + system;
  }
  return absl::Seconds(ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

// Runs `write`(first row, end) over all rows; answers rows a second.
double Measure(const char* name, const TestStore& store, int rows, int batch,
               const std::function<void(int, int)>& write) {
  // Connections and plans are made before the clock runs.
  write(0, std::min(rows, batch));
  const absl::Duration own = OwnTime();
  const absl::Duration backend = BackendTime(store);
  const absl::Time start = absl::Now();
  for (int first = batch; first < rows; first += batch) {
    write(first, std::min(first + batch, rows));
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const int count = rows - std::min(rows, batch);
  const double rate = count / seconds;
  absl::PrintF(
      "%-22s %8.0f rows/s; per row: PostgreSQL %5.1f us, "
      "program %5.1f us\n",
      name, rate,
      absl::ToDoubleMicroseconds(BackendTime(store) - backend) / count,
      absl::ToDoubleMicroseconds(OwnTime() - own) / count);
  std::fflush(stdout);
  return rate;
}

// Words of a vocabulary where the n-th is seen 1/n as often as the first.
class Words {
 public:
  std::string Text(size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      const double rank = std::exp(uniform_(random_) * std::log(30000.0));
      absl::StrAppend(&text, text.empty() ? "w" : " w", absl::Hex(rank));
    }
    return text;
  }

 private:
  std::mt19937 random_{7};
  std::uniform_real_distribution<double> uniform_{0, 1};
};

std::vector<v1::Paper> MakePapers(int rows) {
  Words words;
  std::vector<v1::Paper> papers(rows);
  for (int i = 0; i < rows; ++i) {
    v1::Paper& paper = papers[i];
    paper.set_id(absl::StrFormat("%02d%02d.%05d", i / 1000000 + 10,
                                 i / 90000 % 12 + 1, i % 90000 + 1));
    paper.set_title(words.Text(70));
    paper.set_abstract(words.Text(1100));
    for (int a = 0; a < 5; ++a) paper.add_authors(words.Text(14));
    paper.add_categories("cs.CL");
    paper.add_categories("cs.LG");
    paper.set_published("2026-11-19");
    paper.set_announced("2026-11-20");
    paper.set_source("bench");
  }
  return papers;
}

std::vector<v1::Event> MakeEvents(int rows) {
  std::vector<v1::Event> events;
  for (int i = 0; i < rows; ++i) {
    events.push_back(MakeEvent(absl::StrCat("reader", i % 997),
                               absl::StrCat("event-", i), v1::EVENT_KIND_VIEW,
                               absl::StrCat("a:", i % 100), i % 60));
  }
  return events;
}

constexpr char kBareTables[] =
    "create table bare_papers (id text collate \"C\" primary key, title text, "
    "abstract text, authors text[], categories text[], published date, "
    "announced date, source text, revision bigint);"
    "create table bare_events (reader_id text collate \"C\", event_id text "
    "collate \"C\", paper_id text, kind smallint, at timestamptz, "
    "primary key (reader_id, event_id));"
    "create table bare_changes (xid xid8 default pg_current_xact_id(), "
    "ordinal integer, payload bytea, primary key (xid, ordinal));"
    "alter table bare_changes alter payload set storage external";

void PrepareBare(pqxx::connection& connection) {
  connection.prepare(
      "papers",
      "insert into bare_papers select id, title, abstract, authors::text[], "
      "categories::text[], published, announced, source, 1 from unnest("
      "$1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], "
      "$7::date[], $8::text[]) as t (id, title, abstract, authors, categories, "
      "published, announced, source) on conflict (id) do update set "
      "title = excluded.title, abstract = excluded.abstract, "
      "authors = excluded.authors, categories = excluded.categories, "
      "revision = bare_papers.revision + 1");
  connection.prepare("events",
                     "insert into bare_events select * from unnest($1::text[], "
                     "$2::text[], $3::text[], $4::smallint[], "
                     "$5::timestamptz[]) on conflict do nothing");
  connection.prepare("changes",
                     "insert into bare_changes (ordinal, payload) "
                     "select * from unnest($1::integer[], $2::bytea[])");
}

// The rows [first, end) as changes.
template <class Message>
void AppendBareChanges(pqxx::work& tx, const std::vector<Message>& messages,
                       int first, int end) {
  SqlArray ordinals;
  SqlArray payloads;
  for (int i = first; i < end; ++i) {
    ordinals.AddInt(i - first);
    payloads.AddBytes(messages[i].SerializeAsString());
  }
  tx.exec_prepared("changes", ordinals.Text(), payloads.Text());
}

void WriteBarePapers(pqxx::connection& connection,
                     const std::vector<v1::Paper>& papers, int first, int end) {
  SqlArray columns[8];
  for (int i = first; i < end; ++i) {
    const v1::Paper& paper = papers[i];
    columns[0].AddText(paper.id());
    columns[1].AddText(paper.title());
    columns[2].AddText(paper.abstract());
    columns[3].AddText(storage::TextArray(paper.authors()));
    columns[4].AddText(storage::TextArray(paper.categories()));
    columns[5].AddText(paper.published());
    columns[6].AddText(paper.announced());
    columns[7].AddText(paper.source());
  }
  pqxx::work tx(connection);
  tx.exec_prepared("papers", columns[0].Text(), columns[1].Text(),
                   columns[2].Text(), columns[3].Text(), columns[4].Text(),
                   columns[5].Text(), columns[6].Text(), columns[7].Text());
  AppendBareChanges(tx, papers, first, end);
  tx.commit();
}

void WriteBareEvents(pqxx::connection& connection,
                     const std::vector<v1::Event>& events, int first, int end) {
  SqlArray readers;
  SqlArray ids;
  SqlArray papers;
  SqlArray kinds;
  SqlArray times;
  for (int i = first; i < end; ++i) {
    readers.AddText(events[i].reader_id());
    ids.AddText(events[i].event_id());
    papers.AddText(events[i].paper_id());
    kinds.AddInt(events[i].kind());
    times.AddText("2026-11-23 10:00:00+00");
  }
  pqxx::work tx(connection);
  tx.exec_prepared("events", readers.Text(), ids.Text(), papers.Text(),
                   kinds.Text(), times.Text());
  AppendBareChanges(tx, events, first, end);
  tx.commit();
}

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

}  // namespace

void MeasurePapers(int rows, int batch) {
  TestStore store;
  store.Run(kBareTables);
  pqxx::connection connection(store.database_for_test.conninfo());
  PrepareBare(connection);
  const std::vector<v1::Paper> papers = MakePapers(rows);
  const double bare =
      Measure("papers, bare", store, rows, batch, [&](int first, int end) {
        WriteBarePapers(connection, papers, first, end);
      });
  const auto upsert = [&](int first, int end) {
    internal::v1::UpsertPapersRequest request;
    for (int i = first; i < end; ++i) *request.add_papers() = papers[i];
    Check(store.repositories.papers.Upsert(TestCall(), &request).status());
  };
  const double ours = Measure("papers, new", store, rows, batch, upsert);
  absl::PrintF("%-22s %8.2f\n", "of the bare rate", ours / bare);
  Measure("papers, unchanged", store, rows, batch, upsert);
}

void MeasureEvents(int rows, int batch) {
  TestStore store;
  store.Run(kBareTables);
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(absl::StrCat("a:", i));
  store.AddPapers(ids);
  pqxx::connection connection(store.database_for_test.conninfo());
  PrepareBare(connection);
  std::vector<v1::Event> events = MakeEvents(rows);
  const double bare =
      Measure("events, bare", store, rows, batch, [&](int first, int end) {
        WriteBareEvents(connection, events, first, end);
      });
  const auto append = [&](int first, int end) {
    internal::v1::AppendEventsRequest request;
    for (int i = first; i < end; ++i) *request.add_events() = events[i];
    Check(store.repositories.events.Append(TestCall(), request).status());
  };
  const double views = Measure("events, views", store, rows, batch, append);
  absl::PrintF("%-22s %8.2f\n", "of the bare rate", views / bare);
  for (v1::Event& event : events) {
    event.set_event_id("vote-" + event.event_id());
    event.set_kind(v1::EVENT_KIND_UPVOTE);
  }
  Measure("events, upvotes", store, rows, batch, append);
}

}  // namespace broadsheet::bench
