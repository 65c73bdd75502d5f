#include "tests/faults/tables.h"

#include <functional>
#include <stdexcept>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/test_cluster.h"

namespace broadsheet::faults {
namespace {

using Fields = std::vector<std::string>;

// Of the feed, so that one answer of psql stays small.
constexpr size_t kPageRows = 20000;

int64_t Number(const std::string& text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) {
    throw std::runtime_error("not a number: " + text);
  }
  return number;
}

// The texts that the harness writes have neither '|' nor line ends.
size_t ForEachRow(const std::string& conninfo, const std::string& statement,
                  const std::function<void(const Fields&)>& take) {
  size_t rows = 0;
  const std::string answer = testing::RunSql(conninfo, statement);
  for (absl::string_view line :
       absl::StrSplit(answer, '\n', absl::SkipEmpty())) {
    take(absl::StrSplit(line, '|'));
    ++rows;
  }
  return rows;
}

void ReadPapers(const std::string& conninfo, Tables* tables) {
  ForEachRow(conninfo,
             "select id, title, withdrawn, upvotes, revision, "
             "submitted_at is not null from papers",
             [&](const Fields& row) {
               tables->papers[row[0]] = {row[1], row[2] == "t", Number(row[3]),
                                         Number(row[4]), row[5] == "t"};
             });
}

void ReadEvents(const std::string& conninfo, Tables* tables) {
  ForEachRow(conninfo,
             "select reader_id, event_id, paper_id, kind, "
             "(extract(epoch from at) * 1000000)::bigint, target from events",
             [&](const Fields& row) {
               tables->events[{row[0], row[1]}] = {
                   row[2], static_cast<int>(Number(row[3])), Number(row[4]),
                   row[5]};
             });
  ForEachRow(
      conninfo,
      "select reader_id, aspect, subject, is_on, "
      "(extract(epoch from at) * 1000000)::bigint, event_id "
      "from standings",
      [&](const Fields& row) {
        tables->standings[{row[0], static_cast<int>(Number(row[1])), row[2]}] =
            {row[3] == "t", Number(row[4]), row[5]};
      });
  ForEachRow(conninfo, "select paper_id, day, submitter from submissions",
             [&](const Fields& row) {
               tables->submissions[{row[0], row[1]}] = row[2];
             });
}

void ReadChanges(const std::string& conninfo, Tables* tables) {
  std::string xid = "0";
  std::string ordinal = "0";
  for (size_t rows = kPageRows; rows == kPageRows;) {
    rows =
        ForEachRow(conninfo,
                   absl::StrCat("select xid, ordinal, encode(payload, 'hex') "
                                "from changes where (xid, ordinal) > ('",
                                xid, "'::xid8, ", ordinal,
                                ") order by xid, ordinal limit ", kPageRows),
                   [&](const Fields& row) {
                     tables->changes.push_back(
                         {row[0], row[1], absl::HexStringToBytes(row[2])});
                     xid = row[0];
                     ordinal = row[1];
                   });
  }
}

}  // namespace

Tables ReadTables(const std::string& conninfo) {
  Tables tables;
  ReadPapers(conninfo, &tables);
  ReadEvents(conninfo, &tables);
  ReadChanges(conninfo, &tables);
  return tables;
}

}  // namespace broadsheet::faults
