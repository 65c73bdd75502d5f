#include "ingest/statistics_keeper.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace broadsheet::ingest {
namespace {

// Until storage is there, and after another process was faster.
constexpr absl::Duration kRetry = absl::Seconds(2);
constexpr absl::Duration kCallLimit = absl::Seconds(3);
constexpr int kMergeTries = 5;

CallContext MakeCall() { return CallContext(absl::Now() + kCallLimit); }

}  // namespace

StatisticsKeeper::StatisticsKeeper(TermStatistics* statistics,
                                   Checkpoints* checkpoints, const Logger* log,
                                   absl::Duration interval)
    : statistics_(statistics),
      checkpoints_(checkpoints),
      log_(log),
      interval_(interval),
      thread_([this] { Run(); }) {}

StatisticsKeeper::~StatisticsKeeper() { Stop(); }

void StatisticsKeeper::Stop() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void StatisticsKeeper::Run() {
  bool go_on = true;
  bool warned = false;
  while (true) {
    const absl::Status status = Keep();
    if (!status.ok() && !warned) {
      log_->Warning("term statistics are not kept",
                    {{"status", status.ToString()}});
    }
    warned = !status.ok();
    if (!go_on) return;
    go_on = Wait(status.ok() ? interval_ : std::min(kRetry, interval_));
  }
}

absl::Status StatisticsKeeper::Keep() {
  if (revision_ < 0) {
    if (auto status = Load(); !status.ok()) return status;
  }
  for (int i = 0; i < kMergeTries; ++i) {
    const absl::Status status = Save();
    if (!absl::IsAborted(status)) return status;
    if (auto loaded = Load(); !loaded.ok()) return loaded;
  }
  return absl::AbortedError("other processes were faster");
}

// What this process counted since its last save stays on top.
absl::Status StatisticsKeeper::Load() {
  auto stored = checkpoints_->GetRaw(MakeCall(), kName);
  TermStatistics loaded;
  int64_t revision = 0;
  if (stored.ok()) {
    revision = stored->revision();
    const absl::Status parsed = loaded.Parse(stored->value());
    // What nobody can read is replaced.
    if (!parsed.ok()) {
      log_->Warning("stored term statistics are dropped",
                    {{"status", parsed.ToString()}});
    }
  } else if (!absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  TermStatistics merged;
  const std::string bytes = loaded.Serialize();
  if (auto status = merged.Parse(bytes); !status.ok()) return status;
  merged.AddGrowth(base_, *statistics_);
  if (auto status = statistics_->Parse(merged.Serialize()); !status.ok()) {
    return status;
  }
  if (auto status = base_.Parse(bytes); !status.ok()) return status;
  revision_ = revision;
  return absl::OkStatus();
}

absl::Status StatisticsKeeper::Save() {
  if (statistics_->documents() == base_.documents()) return absl::OkStatus();
  const std::string bytes = statistics_->Serialize();
  auto revision = checkpoints_->SetRaw(MakeCall(), kName, bytes, revision_);
  if (!revision.ok()) return revision.status();
  revision_ = *revision;
  return base_.Parse(bytes);
}

bool StatisticsKeeper::Wait(absl::Duration duration) {
  std::unique_lock<std::mutex> lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoMilliseconds(duration),
                         [this] { return stopping_; });
}

}  // namespace broadsheet::ingest
