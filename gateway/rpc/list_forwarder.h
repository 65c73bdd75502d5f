#ifndef BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
#define BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/executor.h"
#include "common/rpc.h"
#include "gateway/balancer/recommenders.h"
#include "gateway/identity.h"
#include "gateway/list_starter.h"
#include "gateway/substitutes.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"

namespace broadsheet::gateway {

// Forwards reads to a recommender without holding a thread: only what needs
// storage (an unknown token, a substitute list) moves to the executor. Answers
// go on as the bytes that they come as.
class ListForwarder final : public ListStarter {
 public:
  // All must outlive this.
  ListForwarder(Rpcs* rpcs, Authenticator* authenticator,
                Recommenders* recommenders, Substitutes* substitutes,
                Executor* executor, const Clock* clock);

  bool Starts(std::string_view method) const override {
    return methods_.contains(method);
  }
  void Start(const std::string& method, std::shared_ptr<CallContext> call,
             const Identity& identity,
             std::shared_ptr<google::protobuf::Message> request,
             Done done) override;

  // The same for a call over gRPC, whose token it finds out about. `name` is a
  // method that this starts; it and the messages live until the call ends.
  grpc::ServerUnaryReactor* Forward(const char* name,
                                    grpc::CallbackServerContext* context,
                                    google::protobuf::Message* request,
                                    grpc::ByteBuffer* response);

 private:
  using Bytes = absl::StatusOr<grpc::ByteBuffer>;

  // What one call needs until its end.
  struct Flight {
    std::shared_ptr<CallContext> call;
    std::shared_ptr<google::protobuf::Message> request;
    std::function<void(Bytes)> done;
  };
  using FlightPtr = std::shared_ptr<Flight>;

  template <class Request, class Response>
  void Add(const RecommendMethod<Request, Response>& method);
  template <class Request, class Response>
  void Send(const RecommendMethod<Request, Response>& method, FlightPtr flight);
  template <class Request, class Response>
  void End(FlightPtr flight, Bytes answer);

  void Begin(const std::string& method, const Identity& identity,
             FlightPtr flight);
  void BeginAs(const char* name, FlightPtr flight);
  void Elsewhere(const FlightPtr& flight, std::function<void()> work);

  Rpcs* const rpcs_;
  Authenticator* const authenticator_;
  Recommenders* const recommenders_;
  Substitutes* const substitutes_;
  Executor* const executor_;
  const Clock* const clock_;
  std::map<std::string, std::function<void(FlightPtr)>, std::less<>> methods_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_RPC_LIST_FORWARDER_H_
