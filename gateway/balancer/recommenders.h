#ifndef BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_
#define BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_

#include <functional>
#include <future>
#include <utility>

#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "common/grpc_status.h"
#include "common/metrics.h"
#include "gateway/balancer/attempts.h"
#include "gateway/balancer/hedge_policy.h"
#include "gateway/balancer/recommend_methods.h"
#include "gateway/balancer/replica_set.h"
#include "grpcpp/support/byte_buffer.h"

namespace broadsheet::gateway {

// The recommenders as one house. All calls may be repeated on other replicas.
// Thread-safe.
class Recommenders {
 public:
  // `replicas` and `metrics` must outlive this; calls must end before it does.
  Recommenders(ReplicaSet* replicas, Metrics* metrics,
               const HedgePolicy::Options& hedging = {});

  // Answers with the response's bytes, by `done`, once, from any thread, which
  // it must not block. A list is much larger than what asks for it: who only
  // hands it on need not read it.
  template <class Request, class Response>
  void Start(const CallContext& caller, const CallLimits& limits,
             const RecommendMethod<Request, Response>& method,
             const Request& request, Attempts::Done done) {
    grpc::ByteBuffer bytes;
    bool own_bytes = false;
    const grpc::Status written = grpc::SerializationTraits<Request>::Serialize(
        request, &bytes, &own_bytes);
    if (!written.ok()) return done(FromGrpc(written));
    Start(caller, limits,
          {method.name, std::move(bytes), AsksForPosition(request)},
          std::move(done));
  }

  // The same, read, for threads that may block.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(
      const CallContext& caller, const CallLimits& limits,
      const RecommendMethod<Request, Response>& method,
      const Request& request) {
    std::promise<absl::StatusOr<grpc::ByteBuffer>> answer;
    Start(caller, limits, method, request,
          [&answer](absl::StatusOr<grpc::ByteBuffer> result) {
            answer.set_value(std::move(result));
          });
    absl::StatusOr<grpc::ByteBuffer> bytes = answer.get_future().get();
    if (!bytes.ok()) return bytes.status();
    Response response;
    const grpc::Status read =
        grpc::SerializationTraits<Response>::Deserialize(&*bytes, &response);
    if (!read.ok()) return FromGrpc(read);
    return response;
  }

  Replicas All() const { return balance_.replicas->All(); }

 private:
  void Start(const CallContext& caller, const CallLimits& limits,
             Attempts::Question question, Attempts::Done done);

  HedgePolicy hedging_;
  const Balance balance_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_RECOMMENDERS_H_
