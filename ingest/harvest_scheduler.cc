#include "ingest/harvest_scheduler.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/harvest_book.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr std::chrono::seconds kTick{1};
constexpr absl::Duration kResumeInterval = absl::Seconds(5);
constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kTryAgainEvery = absl::Minutes(10);
constexpr absl::Duration kLogInterval = absl::Minutes(1);
constexpr absl::Duration kLongestDelay = absl::Minutes(2);
// Of the interval.
constexpr double kDelayShare = 0.05;

}  // namespace

HarvestScheduler::HarvestScheduler(const HarvestParts& parts,
                                   std::vector<Schedule> schedules,
                                   HarvestRunner* runner)
    : parts_(parts),
      runner_(runner),
      stopping_(std::make_shared<Cancellation>()) {
  for (Schedule& schedule : schedules) {
    entries_.push_back({std::move(schedule), parts_.backend.timing.random()});
  }
}

HarvestScheduler::~HarvestScheduler() { Stop(); }

void HarvestScheduler::Run() {
  thread_ = std::thread([this] {
    std::unique_lock<std::mutex> lock(mu_);
    while (!stopping_->cancelled()) {
      lock.unlock();
      Tick();
      lock.lock();
      wake_.wait_for(lock, kTick, [this] { return stopping_->cancelled(); });
    }
  });
}

void HarvestScheduler::Stop() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    stopping_->Cancel();
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void HarvestScheduler::Tick() {
  const CallContext call(parts_.backend.clock->Now() + kCallLimit, "schedule",
                         {}, stopping_);
  ResumeSometimes(call);
  for (const Entry& entry : entries_) StartIfDue(call, entry);
}

void HarvestScheduler::ResumeSometimes(const CallContext& call) {
  const absl::Time now = parts_.backend.clock->Now();
  if (now < next_resume_) return;
  next_resume_ = now + kResumeInterval;
  Log("harvests could not be resumed", runner_->Resume(call));
}

void HarvestScheduler::StartIfDue(const CallContext& call, const Entry& entry) {
  const HarvestSource* source =
      FindSource(*parts_.sources, entry.schedule.source);
  v1::RunHarvestRequest request = RequestOf(entry.schedule, *source);
  auto kept =
      parts_.checkpoints->Get<HarvestCheckpoint>(call, ListName(request));
  if (!kept.ok()) return Log("a schedule could not be read", kept.status());
  std::optional<absl::Time> last;
  if (kept->value.has_last_start()) last = ToTime(kept->value.last_start());
  const absl::Time now = parts_.backend.clock->Now();
  const absl::Time due = NextRun(entry.schedule, last, now);
  const absl::Duration delay =
      last ? std::min(entry.schedule.interval * kDelayShare, kLongestDelay)
           : absl::ZeroDuration();
  if (now < due + delay * entry.jitter) return;
  // Equal in all processes, however long the set is.
  request.set_request_id(
      absl::StrCat("due ", absl::ToUnixMillis(due), " ", ListName(request)));
  auto started = runner_->Start(call, request);
  // It failed before it began, for another harvest of the list ran too long:
  // its place did not move, and it would be due for ever.
  if (started.ok() && started->done() && !started->error().empty()) {
    const int64_t round = (now - absl::UnixEpoch()) / kTryAgainEvery;
    request.set_request_id(
        absl::StrCat(request.request_id(), " again ", round));
    started = runner_->Start(call, request);
  }
  Log("a scheduled harvest could not be started", started.status());
}

// What goes on failing is said once a minute.
void HarvestScheduler::Log(const char* what, const absl::Status& status) {
  if (status.ok() || stopping_->cancelled()) return;
  const absl::Time now = parts_.backend.clock->Now();
  absl::Time& next = next_log_[what];
  if (now < next) return;
  next = now + kLogInterval;
  parts_.log->Warning(what, {{"status", status.ToString()}});
}

}  // namespace broadsheet::ingest
