#ifndef BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
#define BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_

#include <functional>
#include <memory>
#include <utility>

#include "common/channel.h"
#include "common/clock.h"
#include "common/errors.h"
#include "common/executor.h"
#include "common/grpc_status.h"
#include "gateway/as_of.h"
#include "gateway/house_stubs.h"
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
  ListForwarder(Caller caller, const HouseStubs* houses,
                Substitutes* substitutes, Executor* executor,
                const Clock* clock)
      : caller_(caller),
        houses_(houses),
        substitutes_(substitutes),
        executor_(executor),
        clock_(clock) {}

  template <class Request, class Response>
  grpc::ServerUnaryReactor* Forward(const char* method,
                                    grpc::CallbackServerContext* context,
                                    const Request* request,
                                    Response* response) {
    return caller_.rpcs->Async(
        method, context, request, response,
        [this, method](std::shared_ptr<CallContext> call, const Request* sent,
                       Response* answer, Done done) {
          Start(method, std::move(call), sent, answer, std::move(done));
        });
  }

 private:
  using Done = std::function<void(absl::Status)>;

  // What one call needs until its end.
  template <class Request>
  struct Flight {
    std::shared_ptr<CallContext> call;
    Request request;
    grpc::ClientContext context;
    Done done;
  };

  template <class Request, class Response>
  void Start(const char* method, std::shared_ptr<CallContext> call,
             const Request* sent, Response* answer, Done done) {
    Identity identity;
    if (!caller_.authenticator->IdentifyNow(call->BearerToken(), &identity)) {
      return Elsewhere(done, [this, method, call, sent, answer] {
        auto slow = caller_.Answer<Response>(method, *call, *sent);
        if (slow.ok()) *answer = *std::move(slow);
        return absl::Status(slow.status());
      });
    }
    auto flight = std::make_shared<Flight<Request>>();
    flight->call = std::move(call);
    flight->request = *sent;
    flight->done = std::move(done);
    const absl::Status ready =
        PrepareRequest(method, *flight->call, identity, &flight->request);
    if (!ready.ok()) return flight->done(ready);
    Send(std::move(flight), answer);
  }

  template <class Request, class Response>
  void Send(std::shared_ptr<Flight<Request>> flight, Response* answer) {
    if constexpr (requires { flight->request.has_as_of(); }) {
      StampAsOf(*clock_, &flight->request);
    }
    PrepareCall(*flight->call, ListLimit(flight->request), &flight->context);
    auto* raw = flight.get();
    Call(&raw->context, &raw->request, answer,
         [this, flight = std::move(flight), answer](grpc::Status status) {
           End(flight, answer, FromGrpc(status));
         });
  }

  template <class Request, class Response>
  void End(std::shared_ptr<Flight<Request>> flight, Response* answer,
           const absl::Status& status) {
    if (status.ok() || !NeedsSubstitute(status)) return flight->done(status);
    Elsewhere(flight->done, [this, flight, answer, status] {
      answer->Clear();
      return substitutes_->Fill(*flight->call, flight->request, status, answer);
    });
  }

  void Elsewhere(const Done& done, std::function<absl::Status()> work) {
    const bool taken =
        executor_->TrySubmit([done, work = std::move(work)] { done(work()); });
    if (taken) return;
    done(MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                   "the gateway is busy; try again in a moment"));
  }

  using Ended = std::function<void(grpc::Status)>;
  void Call(grpc::ClientContext* context, const v1::SearchRequest* request,
            v1::SearchResponse* answer, Ended ended) {
    houses_->recommend->async()->Search(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::SuggestRequest* request,
            v1::SuggestResponse* answer, Ended ended) {
    houses_->recommend->async()->Suggest(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::SimilarRequest* request,
            v1::SimilarResponse* answer, Ended ended) {
    houses_->recommend->async()->Similar(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::FeedRequest* request,
            v1::FeedResponse* answer, Ended ended) {
    houses_->recommend->async()->Feed(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::TrendingRequest* request,
            v1::TrendingResponse* answer, Ended ended) {
    houses_->recommend->async()->Trending(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::ExplainRequest* request,
            v1::ExplainResponse* answer, Ended ended) {
    houses_->recommend->async()->Explain(context, request, answer, ended);
  }
  void Call(grpc::ClientContext* context, const v1::GetStatusRequest* request,
            v1::GetStatusResponse* answer, Ended ended) {
    houses_->recommend->async()->GetStatus(context, request, answer, ended);
  }

  const Caller caller_;
  const HouseStubs* const houses_;
  Substitutes* const substitutes_;
  Executor* const executor_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
