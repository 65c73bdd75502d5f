#ifndef BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
#define BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_

#include <functional>
#include <memory>
#include <utility>

#include "common/clock.h"
#include "common/errors.h"
#include "common/executor.h"
#include "gateway/as_of.h"
#include "gateway/balancer/recommenders.h"
#include "gateway/list_limit.h"
#include "gateway/rpc/caller.h"
#include "gateway/substitutes.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {

// Forwards reads to a recommender without holding a thread: only what needs
// storage (an unknown token, a substitute list) moves to the executor. All must
// outlive it.
class ListForwarder {
 public:
  ListForwarder(Caller caller, Recommenders* recommenders,
                Substitutes* substitutes, Executor* executor,
                const Clock* clock)
      : caller_(caller),
        recommenders_(recommenders),
        substitutes_(substitutes),
        executor_(executor),
        clock_(clock) {}

  // `name` is "RecommendService/Search", `method` the stub's.
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Forward(
      const char* name, StubMethod<ListStub, Request, Response> method,
      grpc::CallbackServerContext* context, const Request* request,
      Response* response) {
    return caller_.rpcs->Async(
        name, context, request, response,
        [this, name, method](std::shared_ptr<CallContext> call,
                             const Request* sent, Response* answer, Done done) {
          Start(name, method, std::move(call), sent, answer, std::move(done));
        });
  }

 private:
  using Done = std::function<void(absl::Status)>;

  // What one call needs until its end.
  template <class Request>
  struct Flight {
    std::shared_ptr<CallContext> call;
    Request request;
    Done done;
  };

  template <class Request, class Response>
  void Start(const char* name, StubMethod<ListStub, Request, Response> method,
             std::shared_ptr<CallContext> call, const Request* sent,
             Response* answer, Done done) {
    Identity identity;
    if (!caller_.authenticator->IdentifyNow(call->BearerToken(), &identity)) {
      return Elsewhere(done, [this, name, call, sent, answer] {
        Request request = *sent;
        return caller_.Answer(name, *call, &request, answer);
      });
    }
    auto flight = std::make_shared<Flight<Request>>();
    flight->call = std::move(call);
    flight->request = *sent;
    flight->done = std::move(done);
    const absl::Status ready =
        PrepareRequest(name, *flight->call, identity, &flight->request);
    if (!ready.ok()) return flight->done(ready);
    Send(method, std::move(flight), answer);
  }

  template <class Request, class Response>
  void Send(StubMethod<ListStub, Request, Response> method,
            std::shared_ptr<Flight<Request>> flight, Response* answer) {
    if constexpr (requires { flight->request.has_as_of(); }) {
      StampAsOf(*clock_, &flight->request);
    }
    recommenders_->Start<ListStub, Request, Response>(
        *flight->call, ListLimits(flight->request), method, flight->request,
        [this, flight, answer](absl::StatusOr<Response> result) {
          if (result.ok()) *answer = *std::move(result);
          End(flight, answer, result.status());
        });
  }

  template <class Request, class Response>
  void End(std::shared_ptr<Flight<Request>> flight, Response* answer,
           const absl::Status& status) {
    if (status.ok() || !NeedsSubstitute(status)) return flight->done(status);
    // Some lists have no substitute.
    if constexpr (requires {
                    substitutes_->Fill(*flight->call, flight->request, status,
                                       answer);
                  }) {
      Elsewhere(flight->done, [this, flight, answer, status] {
        answer->Clear();
        return substitutes_->Fill(*flight->call, flight->request, status,
                                  answer);
      });
    } else {
      flight->done(status);
    }
  }

  void Elsewhere(const Done& done, std::function<absl::Status()> work) {
    const bool taken =
        executor_->TrySubmit([done, work = std::move(work)] { done(work()); });
    if (taken) return;
    done(MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                   "the gateway is busy; try again in a moment"));
  }

  const Caller caller_;
  Recommenders* const recommenders_;
  Substitutes* const substitutes_;
  Executor* const executor_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
