#include "storage/pool.h"

#include <utility>

#include "common/errors.h"
#include "storage/sql_errors.h"

namespace broadsheet::storage {

Pool::Lease::Lease(Pool* pool, std::unique_ptr<Session> session,
                   absl::Time expires)
    : pool_(pool), session_(std::move(session)), expires_(expires) {}

Pool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)),
      session_(std::move(other.session_)),
      expires_(other.expires_) {}

Pool::Lease::~Lease() {
  if (pool_ != nullptr) pool_->Return(std::move(session_), expires_);
}

void Pool::Lease::Drop() {
  session_.reset();
  pool_->CloseIdle();
}

Pool::Pool(PoolOptions options, const Clock* clock, Metrics* metrics)
    : options_(std::move(options)),
      clock_(clock),
      wait_(metrics->MakeHistogram("storage_pool_wait_seconds",
                                   "Time that calls wait for a connection.",
                                   {{"pool", options_.name}})),
      in_use_gauge_(metrics->MakeGauge("storage_pool_in_use",
                                       "Connections that calls hold.",
                                       {{"pool", options_.name}})),
      opened_(metrics->MakeCounter("storage_connections_opened_total",
                                   "Connections made to the database.",
                                   {{"pool", options_.name}})),
      random_(std::random_device{}()) {}

absl::StatusOr<Pool::Lease> Pool::Acquire(absl::Time deadline) {
  const absl::Time begin = clock_->Now();
  std::vector<Idle> expired;  // Closed when the lock is released.
  std::unique_lock lock(mu_);
  if (absl::Status waited = AwaitSlot(lock, deadline); !waited.ok()) {
    return waited;
  }
  ++in_use_;
  in_use_gauge_.Set(in_use_);
  const absl::Time now = clock_->Now();
  wait_.Observe(now - begin);
  while (!idle_.empty()) {
    Idle idle = std::move(idle_.back());
    idle_.pop_back();
    if (now < idle.expires) {
      return Lease(this, std::move(idle.session), idle.expires);
    }
    expired.push_back(std::move(idle));
  }
  lock.unlock();
  return Connect(now);
}

absl::Status Pool::AwaitSlot(std::unique_lock<std::mutex>& lock,
                             absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + options_.max_wait);
  const bool free = freed_.wait_until(lock, absl::ToChronoTime(until), [this] {
    return in_use_ < options_.size;
  });
  if (free) return absl::OkStatus();
  return MakeError(absl::StatusCode::kResourceExhausted, "POOL_EXHAUSTED",
                   "all connections to the database are busy");
}

absl::StatusOr<Pool::Lease> Pool::Connect(absl::Time now) {
  try {
    auto session = std::make_unique<Session>(
        options_.conninfo, options_.statements, options_.idle_limit);
    opened_.Add();
    std::unique_lock lock(mu_);
    std::uniform_real_distribution<double> jitter(0.9, 1.1);
    return Lease(this, std::move(session),
                 now + jitter(random_) * options_.max_lifetime);
  } catch (...) {
    ReleaseSlot();
    return DescribeFailure().status;
  }
}

void Pool::Return(std::unique_ptr<Session> session, absl::Time expires) {
  if (session != nullptr) {
    std::unique_lock lock(mu_);
    idle_.push_back({std::move(session), expires});
  }
  ReleaseSlot();
}

void Pool::CloseIdle() {
  std::vector<Idle> lost;
  std::unique_lock lock(mu_);
  lost.swap(idle_);
  lock.unlock();
}

void Pool::ReleaseSlot() {
  std::unique_lock lock(mu_);
  --in_use_;
  in_use_gauge_.Set(in_use_);
  freed_.notify_one();
}

int Pool::in_use() const {
  std::lock_guard lock(mu_);
  return in_use_;
}

}  // namespace broadsheet::storage
