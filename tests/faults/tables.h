#ifndef BROADSHEET_TESTS_FAULTS_TABLES_H_
#define BROADSHEET_TESTS_FAULTS_TABLES_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace broadsheet::faults {

struct PaperRow {
  std::string title;
  bool withdrawn;
  int64_t upvotes;
  int64_t revision;
  bool submitted;
};

struct EventRow {
  std::string paper_id;
  int kind;
  // Microseconds since the epoch.
  int64_t at;
  std::string target;
};

struct StandingRow {
  bool on;
  int64_t at;
  std::string event_id;
};

struct ChangeRow {
  // The transaction, and the place within it.
  std::string xid;
  std::string ordinal;
  std::string payload;
};

// Reader and event id; reader, aspect and subject; paper and day.
using EventKey = std::pair<std::string, std::string>;
using StandingKey = std::tuple<std::string, int, std::string>;
using SubmissionKey = std::pair<std::string, std::string>;

// What PostgreSQL holds, read past all services.
struct Tables {
  std::map<std::string, PaperRow> papers;
  std::map<EventKey, EventRow> events;
  std::map<StandingKey, StandingRow> standings;
  // The submitters.
  std::map<SubmissionKey, std::string> submissions;
  // In the order of the feed.
  std::vector<ChangeRow> changes;
};

// Throws std::runtime_error when it cannot be read.
Tables ReadTables(const std::string& conninfo);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_TABLES_H_
