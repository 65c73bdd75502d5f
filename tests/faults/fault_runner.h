#ifndef BROADSHEET_TESTS_FAULTS_FAULT_RUNNER_H_
#define BROADSHEET_TESTS_FAULTS_FAULT_RUNNER_H_

#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/faults/draws.h"
#include "tests/faults/fleet.h"
#include "tests/faults/journal.h"
#include "tests/faults/schedule.h"

namespace broadsheet::faults {

// Does the faults of a schedule to a fleet, undoes each when its time is over,
// and starts again whatever has ended, as deploy/keep.sh would. Every method is
// for the thread that made the fleet, but for OthersCalmSince.
class FaultRunner {
 public:
  using Log = std::function<void(const std::string&)>;

  // The others must outlive this.
  FaultRunner(Fleet* fleet, Journal* journal, std::vector<Fault> schedule,
              uint64_t seed, Log log);

  // What is due now; call it often.
  void Tick();
  // All faults were done, whether or not they are undone.
  bool exhausted() const { return next_ == schedule_.size(); }
  // Undoes everything at once and starts what is down.
  void Heal();
  size_t kills() const { return kills_; }

  // Since when nothing but recommenders, and links to them, is or was broken;
  // the end of time when something else is now. Thread-safe.
  absl::Time OthersCalmSince() const;

 private:
  void Do(const Fault& fault);
  // False when there is nothing to kill now: then a moment later.
  bool Kill(const Fault& fault);
  void KillChild();
  void Trouble(const Fault& fault);
  void Freeze(const Fault& fault);
  void Restart(const Fault& fault);
  void RestartPostgres(absl::Duration pause);
  void After(absl::Duration pause, std::function<void()> repair);
  // A process that ended without being asked to.
  void WatchProcesses();
  void StartPostgres();
  void Broke(const std::string& whom,
             absl::Duration lasting = absl::ZeroDuration());

  Fleet* fleet_;
  Journal* journal_;
  const std::vector<Fault> schedule_;
  const Log log_;
  Draws draws_;
  size_t next_ = 0;
  size_t kills_ = 0;
  absl::Time due_;
  std::multimap<absl::Time, std::function<void()>> repairs_;
  // Ended on purpose; a repair starts them.
  std::set<std::string> down_;
  bool postgres_down_ = false;
  std::future<void> postgres_starting_;
  // Microseconds since the epoch.
  std::atomic<int64_t> others_broken_until_{0};
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_FAULT_RUNNER_H_
