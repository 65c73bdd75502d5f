#include "tests/faults/run.h"

#include <memory>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/faults/clients.h"
#include "tests/faults/event_writer.h"
#include "tests/faults/fault_runner.h"
#include "tests/faults/feed_watcher.h"
#include "tests/faults/fleet.h"
#include "tests/faults/page_prober.h"
#include "tests/faults/paper_writer.h"
#include "tests/faults/replica_checks.h"
#include "tests/faults/table_checks.h"
#include "tests/support/wait.h"

namespace broadsheet::faults {
namespace {

using v1::RecommendService;

constexpr absl::Duration kStartLimit = absl::Seconds(90);
// From the end of the last fault to the acknowledgement of the last write, and
// to the agreement of all followers.
constexpr absl::Duration kRestLimit = absl::Seconds(90);
constexpr absl::Duration kProgress = absl::Seconds(10);
constexpr absl::Duration kCallLimit = absl::Seconds(2);

std::vector<std::string> ReplicaAddresses(const Fleet& fleet) {
  std::vector<std::string> addresses;
  for (const std::string& name : fleet.recommenders()) {
    addresses.push_back(fleet.Address(name));
  }
  return addresses;
}

class FaultRun {
 public:
  explicit FaultRun(const RunOptions& options)
      : options_(options),
        journal_(options.log),
        fleet_({.size = options.size, .folder = options.folder}),
        clients_(fleet_.HarnessAddress("gateway"), ReplicaAddresses(fleet_),
                 Fleet::operator_token()),
        watcher_(fleet_.HarnessAddress(fleet_.storages().back()), &journal_),
        runner_(&fleet_, &journal_, ScheduleOf(options), options.seed,
                options.log) {}

  // Also after an exception.
  ~FaultRun() {
    for (const auto& writer : writers_) writer->Abandon();
  }
  FaultRun(const FaultRun&) = delete;
  FaultRun& operator=(const FaultRun&) = delete;

  RunReport Run() {
    Expect("the system is ready", kStartLimit, [this] { return Ready(); });
    StartWriters();
    WaitTicking(absl::InfiniteDuration(),
                [this] { return runner_.exhausted(); });
    runner_.Heal();
    StopWriters();
    Check();
    return {.kills = runner_.kills(),
            .acknowledged = journal_.acknowledged(),
            .changes = changes_,
            .lists_compared = lists_compared_,
            .violations = journal_.violations(),
            .counts = journal_.counts()};
  }

 private:
  bool Ready() const {
    for (size_t i = 0; i < clients_.replicas(); ++i) {
      const auto status =
          clients_.Call(clients_.replica(i), &RecommendService::Stub::GetStatus,
                        v1::GetStatusRequest(), kCallLimit);
      if (!status.ok() || !status->ready()) return false;
    }
    const auto list =
        clients_.Call(clients_.recommend(), &RecommendService::Stub::Trending,
                      v1::TrendingRequest(), kCallLimit);
    return list.ok() && list->info().degraded().empty() && watcher_.following();
  }

  void Expect(const std::string& what, absl::Duration limit,
              const std::function<bool()>& condition) {
    if (!testing::WaitUntil(limit, condition)) {
      throw std::runtime_error("not in time: " + what);
    }
  }

  // Answers whether it held before `limit` was over.
  bool WaitTicking(absl::Duration limit,
                   const std::function<bool()>& condition) {
    const absl::Time until = absl::Now() + limit;
    while (!condition()) {
      if (absl::Now() > until) return false;
      if (options_.interrupted()) throw std::runtime_error("interrupted");
      runner_.Tick();
      Report();
      absl::SleepFor(absl::Milliseconds(20));
    }
    return true;
  }

  void Report() {
    const absl::Time now = absl::Now();
    if (now < next_report_) return;
    next_report_ = now + kProgress;
    options_.log(absl::StrCat(
        "-- ", runner_.kills(), " of ", options_.kills, " kills, ",
        journal_.acknowledged(), " writes acknowledged, ", watcher_.size(),
        " changes followed, ", journal_.violations().size(), " violations"));
  }

  void StartWriters() {
    Draws seeds(options_.seed);
    const auto seed = [&seeds] { return seeds.Below(1u << 30); };
    for (int i = 1; i <= options_.paper_writers; ++i) {
      writers_.push_back(
          std::make_unique<PaperWriter>(i, seed(), &clients_, &journal_));
    }
    for (int i = 1; i <= options_.event_writers; ++i) {
      writers_.push_back(
          std::make_unique<EventWriter>(i, seed(), &clients_, &journal_));
    }
    writers_.push_back(std::make_unique<PageProber>(
        fleet_.http_address(), seed(), &journal_,
        [this] { return runner_.OthersCalmSince(); }));
    for (const auto& writer : writers_) writer->Start();
  }

  void StopWriters() {
    for (const auto& writer : writers_) writer->RequestStop();
    for (const auto& writer : writers_) {
      if (!WaitTicking(kRestLimit, [&] { return writer->done(); })) {
        journal_.Violation("a write is not acknowledged long after the faults");
      }
      writer->Abandon();
    }
  }

  void Check() {
    options_.log("-- all is quiet; checking");
    const Tables tables = ReadTables(fleet_.conninfo());
    changes_ = tables.changes.size();
    CheckAcknowledged(journal_.told(), tables, &journal_);
    CheckDerived(tables, &journal_);
    CheckChanges(tables, &journal_);
    WaitTicking(kRestLimit,
                [&] { return watcher_.size() >= tables.changes.size(); });
    CheckDelivered(watcher_.Stop(), tables, &journal_);
    CheckReplicas(tables);
  }

  // With one that never saw a fault.
  void CheckReplicas(const Tables& tables) {
    std::vector<std::string> addresses = ReplicaAddresses(fleet_);
    addresses.push_back(fleet_.Address(fleet_.StartFresh()));
    const Clients all(fleet_.HarnessAddress("gateway"), addresses,
                      Fleet::operator_token());
    if (!WaitTicking(kRestLimit, [&] { return HaveCaughtUp(all, tables); })) {
      journal_.Violation("the replicas do not come to one position");
    }
    lists_compared_ = CompareReplicas(all, tables, &journal_);
  }

  const RunOptions& options_;
  Journal journal_;
  Fleet fleet_;
  Clients clients_;
  FeedWatcher watcher_;
  FaultRunner runner_;
  std::vector<std::unique_ptr<Writer>> writers_;
  absl::Time next_report_;
  size_t changes_ = 0;
  int lists_compared_ = 0;
};

}  // namespace

std::vector<Fault> ScheduleOf(const RunOptions& options) {
  ScheduleOptions schedule{.seed = options.seed,
                           .kills = options.kills,
                           .pace = options.pace,
                           .processes = Fleet::Names(options.size),
                           .links = Fleet::LinkNames(options.size)};
  schedule.processes.push_back(kPostgres);
  return MakeSchedule(schedule);
}

RunReport RunFaults(const RunOptions& options) {
  return FaultRun(options).Run();
}

}  // namespace broadsheet::faults
