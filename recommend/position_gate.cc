#include "recommend/position_gate.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace broadsheet::recommend {

PositionGate::PositionGate() : thread_([this] { Run(); }) {}

PositionGate::~PositionGate() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PositionGate::Await(const v1::Position& position, absl::Time until,
                         std::function<void()> resume) {
  Waiter waiter{position.epoch(), position.commit(), until, std::move(resume)};
  {
    std::lock_guard lock(mu_);
    if (!stopping_ && waiters_.size() < kMaxWaiting &&
        !Done(waiter, absl::Now())) {
      waiters_.push_back(std::move(waiter));
      changed_ = true;
      wake_.notify_one();
      return;
    }
  }
  waiter.resume();
}

void PositionGate::Move(const v1::Position& horizon) {
  std::lock_guard lock(mu_);
  horizon_ = horizon;
  if (waiters_.empty()) return;
  changed_ = true;
  wake_.notify_one();
}

size_t PositionGate::waiting() const {
  std::lock_guard lock(mu_);
  return waiters_.size();
}

bool PositionGate::Done(const Waiter& waiter, absl::Time now) const {
  return waiter.epoch.empty() || horizon_.epoch() != waiter.epoch ||
         horizon_.commit() > waiter.commit || waiter.until <= now;
}

void PositionGate::Run() {
  std::unique_lock lock(mu_);
  while (!stopping_) {
    wake_.wait_until(lock, absl::ToChronoTime(NextDeadline()),
                     [this] { return stopping_ || changed_; });
    changed_ = false;
    auto done = TakeDone(absl::Now());
    lock.unlock();
    for (const auto& resume : done) resume();
    lock.lock();
  }
  auto rest = TakeDone(absl::InfiniteFuture());
  lock.unlock();
  for (const auto& resume : rest) resume();
}

std::vector<std::function<void()>> PositionGate::TakeDone(absl::Time now) {
  std::vector<std::function<void()>> done;
  for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
    if (!Done(*waiter, now)) {
      ++waiter;
      continue;
    }
    done.push_back(std::move(waiter->resume));
    waiter = waiters_.erase(waiter);
  }
  return done;
}

// Far, not infinite: the clock's own type must be able to hold it.
absl::Time PositionGate::NextDeadline() const {
  absl::Time next = absl::Now() + absl::Hours(1);
  for (const Waiter& waiter : waiters_) next = std::min(next, waiter.until);
  return next;
}

}  // namespace broadsheet::recommend
