#include "tests/faults/fault_runner.h"

#include <algorithm>
#include <csignal>
#include <exception>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace broadsheet::faults {
namespace {

constexpr absl::Duration kRetryKill = absl::Milliseconds(100);
constexpr absl::Duration kStartPause = absl::Milliseconds(300);
constexpr absl::Duration kExitLimit = absl::Seconds(20);
// Until a service that was started again is connected and ready.
constexpr absl::Duration kSettling = absl::Seconds(6);
constexpr int kSignalled = 128;
// Asked to stop before it listens to that.
constexpr int kTerminated = kSignalled + SIGTERM;

LinkMode ModeOf(FaultKind kind) {
  switch (kind) {
    case FaultKind::kCut:
      return LinkMode::kCut;
    case FaultKind::kStall:
      return LinkMode::kStall;
    case FaultKind::kDelay:
      return LinkMode::kDelay;
    default:
      return LinkMode::kHalfClose;
  }
}

}  // namespace

FaultRunner::FaultRunner(Fleet* fleet, Journal* journal,
                         std::vector<Fault> schedule, uint64_t seed, Log log)
    : fleet_(fleet),
      journal_(journal),
      schedule_(std::move(schedule)),
      log_(std::move(log)),
      draws_(seed),
      due_(absl::Now()) {
  if (!schedule_.empty()) due_ += schedule_.front().after;
}

void FaultRunner::Tick() {
  const absl::Time now = absl::Now();
  while (!repairs_.empty() && repairs_.begin()->first <= now) {
    const auto repair = std::move(repairs_.begin()->second);
    repairs_.erase(repairs_.begin());
    repair();
  }
  WatchProcesses();
  if (exhausted() || now < due_) return;
  const Fault& fault = schedule_[next_];
  if (fault.kind == FaultKind::kKill && !Kill(fault)) {
    due_ = now + kRetryKill;
    return;
  }
  log_(Describe(fault));
  journal_->Count("fault " + Name(fault.kind));
  if (fault.kind != FaultKind::kKill) Do(fault);
  ++next_;
  if (!exhausted()) due_ = now + schedule_[next_].after;
}

void FaultRunner::Do(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kKill:
      return;
    case FaultKind::kKillChild:
      return KillChild();
    case FaultKind::kRestart:
      return Restart(fault);
    case FaultKind::kFreeze:
      return Freeze(fault);
    default:
      return Trouble(fault);
  }
}

bool FaultRunner::Kill(const Fault& fault) {
  const std::string& whom = fault.whom;
  if (whom == kPostgres) {
    if (postgres_down_) return false;
    Broke(whom, fault.lasting);
    fleet_->cluster().Kill();
    postgres_down_ = true;
    After(fault.lasting, [this] { StartPostgres(); });
  } else {
    if (down_.contains(whom) || !fleet_->process(whom).Running()) return false;
    Broke(whom, fault.lasting);
    fleet_->process(whom).Signal(SIGKILL);
    fleet_->process(whom).WaitForExit(kExitLimit);
    down_.insert(whom);
    After(fault.lasting, [this, whom] {
      down_.erase(whom);
      Broke(whom);
      fleet_->Start(whom);
    });
  }
  ++kills_;
  return true;
}

// All its siblings end with it, and PostgreSQL recovers.
void FaultRunner::KillChild() {
  const auto children = fleet_->cluster().Children();
  if (postgres_down_ || children.empty()) return;
  Broke(kPostgres);
  kill(draws_.Pick(children), SIGKILL);
}

void FaultRunner::Restart(const Fault& fault) {
  const std::string& whom = fault.whom;
  if (whom == kPostgres) return RestartPostgres(fault.lasting);
  if (down_.contains(whom) || !fleet_->process(whom).Running()) return;
  Broke(whom, fault.lasting);
  fleet_->process(whom).Signal(SIGTERM);
  // It drains; WatchProcesses starts it when it has ended.
  down_.insert(whom);
  After(fault.lasting, [this, whom] { down_.erase(whom); });
}

void FaultRunner::RestartPostgres(absl::Duration pause) {
  if (postgres_down_) return;
  Broke(kPostgres, pause);
  fleet_->cluster().Stop();
  postgres_down_ = true;
  After(pause, [this] { StartPostgres(); });
}

void FaultRunner::Freeze(const Fault& fault) {
  const std::string& whom = fault.whom;
  if (down_.contains(whom)) return;
  Broke(whom, fault.lasting);
  fleet_->process(whom).Signal(SIGSTOP);
  After(fault.lasting, [this, whom] {
    Broke(whom);
    fleet_->process(whom).Signal(SIGCONT);
  });
}

void FaultRunner::Trouble(const Fault& fault) {
  const std::string whom = fault.whom;
  Broke(whom, fault.lasting);
  fleet_->link(whom).Set(
      ModeOf(fault.kind),
      draws_.Between(absl::Milliseconds(5), absl::Milliseconds(300)));
  After(fault.lasting, [this, whom] {
    Broke(whom);
    fleet_->link(whom).Set(LinkMode::kPass);
  });
}

void FaultRunner::After(absl::Duration pause, std::function<void()> repair) {
  repairs_.emplace(absl::Now() + pause, std::move(repair));
}

void FaultRunner::WatchProcesses() {
  for (const std::string& name : fleet_->names()) {
    testing::Process& process = fleet_->process(name);
    if (down_.contains(name) || process.Running()) continue;
    const int code = process.WaitForExit(absl::ZeroDuration()).value_or(-1);
    journal_->Count(absl::StrCat(name, " ended with ", code));
    if (code > kSignalled && code != kTerminated) {
      journal_->Violation(absl::StrCat(name, " crashed: ", code));
    }
    Broke(name);
    // Not at once: what made it give up may still be there.
    down_.insert(name);
    After(kStartPause, [this, name] {
      down_.erase(name);
      Broke(name);
      fleet_->Start(name);
    });
  }
}

// Beside the other faults: recovery takes its time.
void FaultRunner::StartPostgres() {
  postgres_starting_ = std::async(std::launch::async, [this] {
    try {
      fleet_->cluster().Start();
    } catch (const std::exception& e) {
      journal_->Violation(absl::StrCat("PostgreSQL did not start: ", e.what()));
    }
  });
  const auto wait = [this](auto self) -> void {
    Broke(kPostgres);
    if (postgres_starting_.wait_for(std::chrono::seconds(0)) ==
        std::future_status::ready) {
      postgres_down_ = false;
    } else {
      After(kRetryKill, [self] { self(self); });
    }
  };
  wait(wait);
}

// Links to recommenders, and theirs to storage, hurt nobody else.
void FaultRunner::Broke(const std::string& whom, absl::Duration lasting) {
  if (absl::StrContains(whom, "recommend")) return;
  const absl::Time until = absl::Now() + lasting + kSettling;
  others_broken_until_ =
      std::max<int64_t>(others_broken_until_, absl::ToUnixMicros(until));
}

void FaultRunner::Heal() {
  next_ = schedule_.size();
  while (!repairs_.empty()) {
    Tick();
    absl::SleepFor(absl::Milliseconds(20));
  }
  fleet_->MendLinks();
  if (postgres_starting_.valid()) postgres_starting_.wait();
}

absl::Time FaultRunner::OthersCalmSince() const {
  const absl::Time until = absl::FromUnixMicros(others_broken_until_);
  return until > absl::Now() ? absl::InfiniteFuture() : until;
}

}  // namespace broadsheet::faults
