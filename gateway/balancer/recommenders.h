#ifndef BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_
#define BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_

#include <array>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "common/metrics.h"
#include "gateway/balancer/attempts.h"
#include "gateway/balancer/hedge_policy.h"
#include "gateway/balancer/replica_set.h"

namespace broadsheet::gateway {

// A method of a stub that calls back: ListStub or EditorStub.
template <class Stub, class Request, class Response>
using StubMethod = void (Stub::*)(grpc::ClientContext*, const Request*,
                                  Response*, std::function<void(grpc::Status)>);

// The Attempts of one pair of messages.
template <class Stub, class Request, class Response>
class BalancedCall final : public Attempts {
 public:
  using Method = StubMethod<Stub, Request, Response>;
  using Done = std::function<void(absl::StatusOr<Response>)>;

  BalancedCall(const Balance& balance, const CallLimits& limits,
               const CallContext& caller, Method method, Request request,
               Done done)
      : Attempts(balance, limits, caller, AsksForPosition(request)),
        method_(method),
        request_(std::move(request)),
        done_(std::move(done)) {}

 private:
  void Launch(Replica& replica, size_t number, grpc::ClientContext* context,
              std::function<void(grpc::Status)> ended) override {
    (replica.stub<Stub>()->*method_)(context, &request_, &responses_[number],
                                     std::move(ended));
  }
  void Deliver(size_t number) override { done_(std::move(responses_[number])); }
  void Deliver(const absl::Status& error) override { done_(error); }

  const Method method_;
  const Request request_;
  const Done done_;
  std::array<Response, kMostAttempts> responses_;
};

// The recommenders as one house. All calls may be repeated on other replicas.
// Thread-safe.
class Recommenders {
 public:
  // `replicas` and `metrics` must outlive this; calls must end before it does.
  Recommenders(ReplicaSet* replicas, Metrics* metrics,
               const HedgePolicy::Options& hedging = {})
      : hedging_(hedging),
        balance_{
            replicas, &hedging_,
            &metrics->MakeCounter("gateway_retries_total",
                                  "Calls taken to another recommender"),
            &metrics->MakeCounter("gateway_hedges_total",
                                  "Slow calls asked of a second recommender")} {
  }

  // Answers by `done`, once, from any thread, which it must not block.
  template <class Stub, class Request, class Response>
  void Start(const CallContext& caller, const CallLimits& limits,
             StubMethod<Stub, Request, Response> method, Request request,
             std::function<void(absl::StatusOr<Response>)> done) {
    std::make_shared<BalancedCall<Stub, Request, Response>>(
        balance_, limits, caller, method, std::move(request), std::move(done))
        ->Start(caller);
  }

  // The same for threads that may block.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(const CallContext& caller,
                                const CallLimits& limits,
                                StubMethod<Stub, Request, Response> method,
                                Request request) {
    std::promise<absl::StatusOr<Response>> answer;
    std::future<absl::StatusOr<Response>> answered = answer.get_future();
    Start<Stub, Request, Response>(caller, limits, method, std::move(request),
                                   [&answer](absl::StatusOr<Response> result) {
                                     answer.set_value(std::move(result));
                                   });
    return answered.get();
  }

  Replicas All() const { return balance_.replicas->All(); }

 private:
  HedgePolicy hedging_;
  const Balance balance_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_
