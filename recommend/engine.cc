#include "recommend/engine.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

// Rows applied under one lock: some 2 ms of papers. Before each slice the
// answers under way are waited for, so slices are longer when many rows have
// come: else a load of searches holds up a load of papers.
constexpr size_t kSlice = 32;
constexpr size_t kLongestSlice = 128;
// Left of the deadline for the answer that tells of the failure.
constexpr absl::Duration kReserve = absl::Milliseconds(20);
constexpr absl::Duration kLongestWait = absl::Seconds(1);

}  // namespace

void ApplyRow(const Row& row, ReadModel* model) {
  std::visit([model](const auto& content) { model->Apply(content); }, row);
}

Engine::Engine(const ReadModelOptions& options)
    : shared_(std::make_shared<Shared>(std::make_unique<ReadModel>(options))),
      activity_("connecting to storage") {}

void Engine::Replace(std::unique_ptr<ReadModel> model) {
  const v1::Position horizon = model->horizon();
  auto next = std::make_shared<Shared>(std::move(model));
  std::shared_ptr<Shared> last;  // Freed after the lock.
  {
    std::lock_guard lock(mu_);
    last = std::exchange(shared_, std::move(next));
    horizon_ = horizon;
  }
  gate_.Move(horizon);
}

void Engine::Apply(const std::vector<Row>& rows, const v1::Position& horizon) {
  std::shared_ptr<Shared> shared;
  {
    std::lock_guard lock(mu_);
    shared = shared_;
  }
  const size_t slice = std::clamp(rows.size() / 4, kSlice, kLongestSlice);
  size_t next = 0;
  do {
    std::unique_lock lock(shared->mu);
    const size_t end = std::min(rows.size(), next + slice);
    for (; next < end; ++next) ApplyRow(rows[next], shared->model.get());
    if (next == rows.size()) shared->model->SetHorizon(horizon);
  } while (next < rows.size());
  PublishHorizon(horizon);
}

void Engine::Mutate(const std::function<void(ReadModel*)>& change) {
  std::shared_ptr<Shared> shared;
  {
    std::lock_guard lock(mu_);
    shared = shared_;
  }
  std::unique_lock lock(shared->mu);
  change(shared->model.get());
}

void Engine::PublishHorizon(const v1::Position& horizon) {
  {
    std::lock_guard lock(mu_);
    horizon_ = horizon;
  }
  gate_.Move(horizon);
}

void Engine::SetReady() {
  std::lock_guard lock(mu_);
  ready_ = true;
}

bool Engine::ready() const {
  std::lock_guard lock(mu_);
  return ready_;
}

void Engine::SetProgress(int64_t changes_behind, absl::Time now) {
  std::lock_guard lock(mu_);
  progress_.changes_behind = changes_behind;
  if (changes_behind == 0) progress_.caught_up_at = now;
}

Engine::Progress Engine::progress() const {
  std::lock_guard lock(mu_);
  return progress_;
}

void Engine::SetActivity(std::string activity) {
  std::lock_guard lock(mu_);
  activity_ = std::move(activity);
}

std::string Engine::activity() const {
  std::lock_guard lock(mu_);
  return activity_;
}

absl::Status Engine::Check(const v1::Position& min_position) const {
  std::lock_guard lock(mu_);
  if (!ready_) {
    return MakeError(absl::StatusCode::kUnavailable, "NOT_READY",
                     absl::StrCat("not ready: ", activity_));
  }
  if (min_position.epoch().empty()) return absl::OkStatus();
  if (horizon_.epoch() != min_position.epoch()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
                     "min_position is of another epoch; ask without it");
  }
  if (horizon_.commit() > min_position.commit()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kUnavailable, "BEHIND",
                   "this recommender has not read that far yet");
}

void Engine::Await(const CallContext& call, const v1::Position& min_position,
                   std::function<void()> resume) {
  const absl::Duration limit = std::clamp(call.TimeLeft() - kReserve,
                                          absl::ZeroDuration(), kLongestWait);
  gate_.Await(min_position, absl::Now() + limit, std::move(resume));
}

Engine::View Engine::Read() const {
  std::shared_ptr<Shared> shared;
  {
    std::lock_guard lock(mu_);
    shared = shared_;
  }
  return View(std::move(shared));
}

}  // namespace broadsheet::recommend
