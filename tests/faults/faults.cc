// broadsheet-faults: a long run of the fault harness, by hand (docs/faults.md).
// Exit code 0 only when every guarantee held.

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/flags.h"
#include "tests/faults/run.h"
#include "tests/support/files.h"

namespace {

using broadsheet::faults::RunOptions;
using broadsheet::faults::RunReport;

void Print(const std::string& line) {
  std::printf(
      "%s %s\n",
      absl::FormatTime("%H:%M:%S", absl::Now(), absl::UTCTimeZone()).c_str(),
      line.c_str());
  std::fflush(stdout);
}

void PrintReport(const RunReport& report, int seed) {
  for (const auto& [what, times] : report.counts) {
    Print(absl::StrCat(times, " x ", what));
  }
  for (const auto& [what, times] : report.violations) {
    Print(absl::StrCat("violated ", times, " x ", what));
  }
  Print(absl::StrCat("seed ", seed, ": ", report.kills, " kills, ",
                     report.acknowledged, " writes acknowledged, ",
                     report.changes, " changes, ", report.lists_compared,
                     " lists compared, ", report.violations.size(),
                     " violations"));
}

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

// Else PostgreSQL would stay behind.
bool AskedToStop() {
  const sigset_t signals = StopSignals();
  const timespec now = {};
  return sigtimedwait(&signals, nullptr, &now) > 0;
}

}  // namespace

int main(int argc, char** argv) {
  RunOptions options;
  const broadsheet::testing::TempDir temporary;
  options.folder = temporary.path();
  int seed = 1;
  bool schedule_only = false;
  broadsheet::FlagSet flags("broadsheet-faults", "Breaks things and checks.");
  flags.Add("--seed", &seed, "of the schedule and of the writers");
  flags.Add("--kills", &options.kills, "kill -9, besides other faults");
  flags.Add("--pace", &options.pace, "mean time between two faults");
  flags.Add("--storages", &options.size.storages, "storage processes");
  flags.Add("--recommenders", &options.size.recommenders, "recommenders");
  flags.Add("--logs", &options.folder, "folder for the logs, which stay");
  flags.Add("--schedule", &schedule_only, "print the faults and end");
  if (const auto code = flags.Parse(argc, argv)) return *code;
  options.seed = static_cast<uint64_t>(seed);
  options.log = Print;
  options.interrupted = AskedToStop;
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Print(absl::StrCat("seed ", seed));
  if (schedule_only) {
    for (const auto& fault : ScheduleOf(options)) Print(Describe(fault));
    return 0;
  }
  try {
    const RunReport report = RunFaults(options);
    PrintReport(report, seed);
    return report.violations.empty() ? 0 : 1;
  } catch (const std::exception& e) {
    Print(absl::StrCat("cannot run: ", e.what()));
    return 2;
  }
}
