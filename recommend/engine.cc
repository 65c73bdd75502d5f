#include "recommend/engine.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

// Rows applied under one lock: some 2 ms of papers.
constexpr size_t kSlice = 32;
// Left of the deadline for the answer that tells of the failure.
constexpr absl::Duration kReserve = absl::Milliseconds(20);
constexpr absl::Duration kLongestWait = absl::Seconds(1);
// Waiting keeps a worker from other calls, and clients choose positions.
constexpr int kMaxWaiting = 4;

absl::Status Behind() {
  return MakeError(absl::StatusCode::kUnavailable, "BEHIND",
                   "this recommender has not read that far yet");
}

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
  moved_.notify_all();
}

void Engine::Apply(const std::vector<Row>& rows, const v1::Position& horizon) {
  std::shared_ptr<Shared> shared;
  {
    std::lock_guard lock(mu_);
    shared = shared_;
  }
  size_t next = 0;
  do {
    std::unique_lock lock(shared->mu);
    const size_t end = std::min(rows.size(), next + kSlice);
    for (; next < end; ++next) ApplyRow(rows[next], shared->model.get());
    if (next == rows.size()) shared->model->SetHorizon(horizon);
  } while (next < rows.size());
  PublishHorizon(horizon);
}

void Engine::PublishHorizon(const v1::Position& horizon) {
  {
    std::lock_guard lock(mu_);
    horizon_ = horizon;
  }
  moved_.notify_all();
}

void Engine::SetReady() {
  std::lock_guard lock(mu_);
  ready_ = true;
}

bool Engine::ready() const {
  std::lock_guard lock(mu_);
  return ready_;
}

void Engine::SetActivity(std::string activity) {
  std::lock_guard lock(mu_);
  activity_ = std::move(activity);
}

std::string Engine::activity() const {
  std::lock_guard lock(mu_);
  return activity_;
}

absl::Status Engine::WaitFor(const CallContext& call,
                             const v1::Position& min_position) const {
  std::unique_lock lock(mu_);
  if (!ready_) {
    return MakeError(absl::StatusCode::kUnavailable, "NOT_READY",
                     absl::StrCat("not ready: ", activity_));
  }
  if (min_position.epoch().empty()) return absl::OkStatus();
  const auto inside = [&] {
    return horizon_.epoch() != min_position.epoch() ||
           horizon_.commit() > min_position.commit();
  };
  if (!inside() && waiting_ == kMaxWaiting) return Behind();
  const absl::Duration limit = std::clamp(call.TimeLeft() - kReserve,
                                          absl::ZeroDuration(), kLongestWait);
  ++waiting_;
  const bool reached =
      moved_.wait_for(lock, absl::ToChronoNanoseconds(limit), inside);
  --waiting_;
  if (horizon_.epoch() != min_position.epoch()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
                     "min_position is of another epoch; ask without it");
  }
  return reached ? absl::OkStatus() : Behind();
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
