#ifndef BROADSHEET_STORAGE_POOL_H_
#define BROADSHEET_STORAGE_POOL_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "storage/session.h"

namespace broadsheet::storage {

struct PoolOptions {
  // Names the pool in metrics.
  std::string name = "main";
  // What libpq takes: key=value pairs or a URI.
  std::string conninfo;
  std::vector<Statement> statements;
  int size = 16;
  // A connection is not used for longer; up to a tenth more or less, so that
  // not all end together.
  absl::Duration max_lifetime = absl::Minutes(30);
  // How long a call waits for a connection, unless its deadline comes first.
  absl::Duration max_wait = absl::Seconds(5);
  // An idle transaction holds back the change feed: the server ends it.
  absl::Duration idle_limit = absl::Seconds(10);
};

// A bounded set of connections, made when needed; the one given back last is
// taken first. Thread-safe. Must outlive its leases.
class Pool {
 public:
  // One connection, given back by the destructor.
  class Lease {
   public:
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Session& operator*() { return *session_; }
    Session* operator->() { return session_.get(); }
    // The connection is lost: closes it, and all idle ones, which very likely
    // are lost too.
    void Drop();

   private:
    friend class Pool;
    Lease(Pool* pool, std::unique_ptr<Session> session, absl::Time expires);

    Pool* pool_;
    std::unique_ptr<Session> session_;
    absl::Time expires_;
  };

  // `clock` and `metrics` must outlive this.
  Pool(PoolOptions options, const Clock* clock, Metrics* metrics);

  // RESOURCE_EXHAUSTED (POOL_EXHAUSTED) when none becomes free in time,
  // UNAVAILABLE (DATABASE_UNREACHABLE) when none can be made.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

  int in_use() const;
  int size() const { return options_.size; }

 private:
  struct Idle {
    std::unique_ptr<Session> session;
    absl::Time expires;
  };

  absl::Status AwaitSlot(std::unique_lock<std::mutex>& lock,
                         absl::Time deadline);
  absl::StatusOr<Lease> Connect(absl::Time now);
  void Return(std::unique_ptr<Session> session, absl::Time expires);
  void CloseIdle();
  void ReleaseSlot();

  const PoolOptions options_;
  const Clock* clock_;
  Metrics::Histogram& wait_;
  Metrics::Gauge& in_use_gauge_;
  Metrics::Counter& opened_;

  mutable std::mutex mu_;
  std::condition_variable freed_;
  std::vector<Idle> idle_;   // GUARDED_BY(mu_); taken from the back.
  int in_use_ = 0;           // GUARDED_BY(mu_)
  std::minstd_rand random_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_POOL_H_
