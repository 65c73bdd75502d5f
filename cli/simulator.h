#ifndef BROADSHEET_CLI_SIMULATOR_H_
#define BROADSHEET_CLI_SIMULATOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace broadsheet::cli {

// A simulation of readers and editors, so that a fresh newspaper has lists with
// votes. Everybody in it is named as simulated ("sim-reader-07",
// "sim-editor-2"). Nothing here talks to a server.

// What the simulation needs to know of a paper.
struct SimulatedPaper {
  std::string id;
  std::vector<std::string> categories;
  // "YYYY-MM-DD" or empty; nobody submits a paper before its day.
  std::string announced;
};

struct SimulationOptions {
  uint64_t seed = 1;
  // Days before `until`; `until` itself comes on top.
  int days = 14;
  int readers = 60;
  int editors = 5;
  // The last day; not over when `now` lies in it, and then everything on it
  // happens before `now`.
  absl::CivilDay until;
  absl::TimeZone zone;
  absl::Time now = absl::InfiniteFuture();
};

struct SimulatedSubmission {
  std::string request_id;
  std::string paper_id;
  std::string editor;
  absl::CivilDay day;
  double score = 0;
};

struct SimulatedEvent {
  enum class Kind { kView, kClick, kRead, kUpvote, kSave, kDislike };
  std::string event_id;
  std::string reader;
  std::string paper_id;
  Kind kind = Kind::kView;
  absl::Time at;
  // Seconds read, for kRead.
  double seconds = 0;
  // The list of which day, and where on it from 0; empty: met elsewhere.
  std::string list;
  int position = 0;
};

struct Simulation {
  // By day.
  std::vector<SimulatedSubmission> submissions;
  // By day, then by reader.
  std::vector<SimulatedEvent> events;
};

// What editors submit and readers do. A function of its arguments: the order of
// `papers` does not matter, and ids of requests and events depend on seed, day
// and person only, so that a second run, even with another `now`, is taken for
// a retry. Without papers nothing happens.
Simulation Simulate(std::vector<SimulatedPaper> papers,
                    const SimulationOptions& options);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_SIMULATOR_H_
