#include "tests/faults/schedule.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/faults/draws.h"

namespace broadsheet::faults {
namespace {

constexpr size_t kOthersPercent = 25;
constexpr absl::Duration kLeastGap = absl::Milliseconds(200);
constexpr absl::Duration kLongestDown = absl::Seconds(4);
constexpr absl::Duration kLongestFreeze = absl::Seconds(6);
constexpr absl::Duration kLongestTrouble = absl::Seconds(8);

class Scheduler {
 public:
  explicit Scheduler(const ScheduleOptions& options)
      : options_(options), draws_(options.seed) {}

  std::vector<Fault> Run() {
    for (int kills = 0; kills < options_.kills;) {
      const bool other = draws_.Chance(kOthersPercent);
      Fault fault = other ? Other() : Kill();
      fault.after = draws_.Between(kLeastGap, 2 * options_.pace - kLeastGap);
      kills += other ? 0 : 1;
      faults_.push_back(std::move(fault));
    }
    return std::move(faults_);
  }

 private:
  Fault Kill() {
    if (round_.empty()) round_ = options_.processes;
    const size_t index = draws_.Below(round_.size());
    const std::string whom = round_[index];
    round_.erase(round_.begin() + static_cast<std::ptrdiff_t>(index));
    return {{}, FaultKind::kKill, whom, Down()};
  }

  Fault Other() {
    const size_t kind = draws_.Below(7);
    if (kind == 0) return {{}, FaultKind::kKillChild, kPostgres, {}};
    if (kind <= 2) {
      std::string whom = draws_.Pick(options_.processes);
      if (kind == 1) return {{}, FaultKind::kRestart, whom, Down()};
      if (whom == kPostgres) whom = options_.processes.front();
      return {{}, FaultKind::kFreeze, whom, Lasting(kLongestFreeze)};
    }
    constexpr FaultKind kLinkFaults[] = {FaultKind::kCut, FaultKind::kStall,
                                         FaultKind::kDelay,
                                         FaultKind::kHalfClose};
    return {{},
            kLinkFaults[kind - 3],
            draws_.Pick(options_.links),
            Lasting(kLongestTrouble)};
  }

  // Half of the dead come back at once.
  absl::Duration Down() {
    if (draws_.Chance(50)) return absl::ZeroDuration();
    return Lasting(kLongestDown);
  }

  absl::Duration Lasting(absl::Duration most) {
    return draws_.Between(absl::Milliseconds(100), most);
  }

  const ScheduleOptions& options_;
  Draws draws_;
  // Those that are yet to be killed in this round.
  std::vector<std::string> round_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> MakeSchedule(const ScheduleOptions& options) {
  return Scheduler(options).Run();
}

std::string Name(FaultKind kind) {
  switch (kind) {
    case FaultKind::kKill:
      return "kill";
    case FaultKind::kKillChild:
      return "kill-child";
    case FaultKind::kRestart:
      return "restart";
    case FaultKind::kFreeze:
      return "freeze";
    case FaultKind::kCut:
      return "cut";
    case FaultKind::kStall:
      return "stall";
    case FaultKind::kDelay:
      return "delay";
    case FaultKind::kHalfClose:
      return "half-close";
  }
  return "unknown";
}

std::string Describe(const Fault& fault) {
  return absl::StrCat("+", absl::FormatDuration(fault.after), " ",
                      Name(fault.kind), " ", fault.whom, " for ",
                      absl::FormatDuration(fault.lasting));
}

}  // namespace broadsheet::faults
