#ifndef BROADSHEET_GATEWAY_BALANCER_REPLICA_SET_H_
#define BROADSHEET_GATEWAY_BALANCER_REPLICA_SET_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "gateway/balancer/addresses.h"
#include "gateway/balancer/replica.h"

namespace broadsheet::gateway {

using Replicas = std::vector<std::shared_ptr<Replica>>;

// The recommenders there are now. Looks for them again every second on a thread
// of its own: a new address gets a replica, one that is gone loses it when its
// last call ends. While the addresses cannot be found out, the last ones stay.
// The same thread tries those that were ejected. Thread-safe.
class ReplicaSet {
 public:
  using Connect =
      std::function<std::shared_ptr<grpc::Channel>(const std::string& address)>;

  // Looks once before it returns. `clock`, `metrics` and `log` must outlive
  // this.
  ReplicaSet(std::unique_ptr<AddressSource> addresses, Connect connect,
             const Clock* clock, Metrics* metrics, const Logger* log);
  ~ReplicaSet();

  // The replica for the next call: of those that are connected, not ejected and
  // not in `tried`, the next in turn that does not have many more calls under
  // way than the others. Else one that is not connected: its call waits for the
  // connection or fails. Null when none is left.
  std::shared_ptr<Replica> Pick(const Replicas& tried);

  Replicas All() const;
  size_t size() const;

 private:
  void Watch();
  void Look();
  void Report(const Replicas& replicas);

  const std::unique_ptr<AddressSource> addresses_;
  const Connect connect_;
  const Clock* const clock_;
  const Logger* const log_;
  Metrics::Gauge& connected_;
  Metrics::Gauge& unreachable_;
  Metrics::Gauge& ejected_;

  std::atomic<uint64_t> turn_{0};
  mutable std::mutex mu_;
  std::condition_variable wake_;
  Replicas replicas_;        // GUARDED_BY(mu_); by address.
  bool stopping_ = false;    // GUARDED_BY(mu_)
  std::string last_report_;  // Of the watching thread.
  std::thread thread_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_REPLICA_SET_H_
