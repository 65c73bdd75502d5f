#ifndef BROADSHEET_TESTS_FAULTS_SCHEDULE_H_
#define BROADSHEET_TESTS_FAULTS_SCHEDULE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::faults {

enum class FaultKind {
  // SIGKILL, and a new start after the pause; of PostgreSQL all its processes.
  kKill,
  // SIGKILL of one of PostgreSQL's children: it recovers by itself.
  kKillChild,
  // SIGTERM, and a new start after the pause.
  kRestart,
  // SIGSTOP, and SIGCONT after the pause.
  kFreeze,
  // Of a link, for the time of the pause.
  kCut,
  kStall,
  kDelay,
  kHalfClose,
};

struct Fault {
  // After the begin of the fault before it.
  absl::Duration after;
  FaultKind kind;
  // A process or a link.
  std::string whom;
  absl::Duration lasting;
};

struct ScheduleOptions {
  uint64_t seed = 1;
  // Faults of kind kKill. The others come in between, about one for three.
  int kills = 8;
  // Mean time between two faults.
  absl::Duration pace = absl::Seconds(3);
  std::vector<std::string> processes;
  std::vector<std::string> links;
};

inline constexpr char kPostgres[] = "postgres";

// The faults of a run, in order: a pure function of the options. Every process
// is killed once before any is killed twice, so that short runs miss none.
std::vector<Fault> MakeSchedule(const ScheduleOptions& options);

// "kill", "half-close".
std::string Name(FaultKind kind);
// One line, for people: "+2.31s kill storage for 1.2s".
std::string Describe(const Fault& fault);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_SCHEDULE_H_
