#ifndef BROADSHEET_TESTS_FAULTS_RUN_H_
#define BROADSHEET_TESTS_FAULTS_RUN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/faults/fleet.h"
#include "tests/faults/schedule.h"

namespace broadsheet::faults {

struct RunOptions {
  uint64_t seed = 1;
  int kills = 8;
  // Mean time between two faults.
  absl::Duration pace = absl::Seconds(3);
  FleetSize size;
  int paper_writers = 2;
  int event_writers = 3;
  // For logs and secrets; must exist.
  std::string folder;
  // Hears each fault and violation, and how it goes, from any thread.
  std::function<void(const std::string&)> log = [](const std::string&) {};
  // Asked often; true ends the run by an exception.
  std::function<bool()> interrupted = [] { return false; };
};

struct RunReport {
  size_t kills = 0;
  int64_t acknowledged = 0;
  // Rows of the change feed.
  size_t changes = 0;
  int lists_compared = 0;
  // Each with how often it was seen; empty when all guarantees held.
  std::map<std::string, int> violations;
  std::map<std::string, int64_t> counts;
};

// The faults that the options lead to.
std::vector<Fault> ScheduleOf(const RunOptions& options);

// Starts a system, writes and reads while faults happen, lets it come to rest,
// and checks the guarantees. Throws std::runtime_error when the system cannot
// be started at all, and when it is interrupted.
RunReport RunFaults(const RunOptions& options);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_RUN_H_
