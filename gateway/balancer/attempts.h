#ifndef BROADSHEET_GATEWAY_BALANCER_ATTEMPTS_H_
#define BROADSHEET_GATEWAY_BALANCER_ATTEMPTS_H_

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/metrics.h"
#include "gateway/balancer/call_rules.h"
#include "gateway/balancer/hedge_policy.h"
#include "gateway/balancer/replica_set.h"
#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/byte_buffer.h"

namespace broadsheet::gateway {

// What all calls share. All must outlive them.
struct Balance {
  ReplicaSet* replicas;
  HedgePolicy* hedging;
  Metrics::Counter* retried;
  Metrics::Counter* hedged;
};

// One call to whichever recommender answers it: an attempt that fails goes on
// with another replica, one that is slow is asked of a second replica as well,
// and the first answer counts. Blocks no thread; lives until its last attempt
// has ended.
class Attempts : public std::enable_shared_from_this<Attempts> {
 public:
  struct Question {
    const char* method;  // "RecommendService/Search"; lives on.
    grpc::ByteBuffer request;
    // The answer may have to wait for a position, so its time tells nothing
    // about the replica.
    bool positioned = false;
  };
  // The answer, or why there is none: once, from any thread.
  using Done = std::function<void(absl::StatusOr<grpc::ByteBuffer>)>;

  Attempts(const Balance& balance, const CallLimits& limits,
           const CallContext& caller, Question question, Done done);

  // Once. Ends with CANCELLED when `caller` goes away.
  void Start(const CallContext& caller);

 private:
  using Lock = std::unique_lock<std::mutex>;
  using AlarmSlot = std::unique_ptr<grpc::Alarm>;

  struct Attempt {
    std::shared_ptr<Replica> replica;
    absl::Time began;
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    bool running = true;
    // What it tells when another one answers first.
    CallOutcome if_late = CallOutcome::kNothing;
  };

  // Asks the next replica; where none is left, pauses or gives up. Nothing
  // runs when it is called.
  void Try(Lock lock);
  void Send(Lock lock, std::shared_ptr<Replica> replica);
  void Pause(Lock lock);
  void Hedge();
  void GiveUp();
  void Ended(size_t number, absl::Status status);
  // Ends the call; the attempts that still run are cancelled.
  void Finish(Lock lock, absl::StatusOr<grpc::ByteBuffer> answer);
  void Fail(Lock lock);
  void SetAlarm(AlarmSlot* slot, absl::Time when, std::function<void()> act);

  const Balance balance_;
  const CallLimits limits_;
  // Its cancellation reaches this through a hook, not through the context.
  const CallContext caller_;
  const Question question_;
  const Done done_;

  std::mutex mu_;
  std::vector<std::unique_ptr<Attempt>> attempts_;  // GUARDED_BY(mu_)
  Replicas tried_;         // GUARDED_BY(mu_); since the last pause.
  int running_ = 0;        // GUARDED_BY(mu_)
  bool finished_ = false;  // GUARDED_BY(mu_)
  absl::Status last_ = NoRecommender();  // GUARDED_BY(mu_)
  AlarmSlot hedge_;                      // GUARDED_BY(mu_)
  AlarmSlot pause_;                      // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_ATTEMPTS_H_
