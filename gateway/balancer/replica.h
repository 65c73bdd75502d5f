#ifndef BROADSHEET_GATEWAY_BALANCER_REPLICA_H_
#define BROADSHEET_GATEWAY_BALANCER_REPLICA_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "gateway/balancer/replica_health.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace broadsheet::gateway {

// One recommender: its channel and how its calls fare. Thread-safe.
class Replica {
 public:
  Replica(std::string address, std::shared_ptr<grpc::Channel> channel);

  const std::string& address() const { return address_; }
  // Connected, and it says that it serves. Otherwise tries to connect.
  bool Connected() const;
  // Calls under way.
  int load() const { return load_; }
  bool Usable(absl::Time now) const;
  bool ejected() const;

  void Began();
  void Ended(CallOutcome outcome, absl::Time now);

  // `method` is "RecommendService/Search". `context` and `response` live until
  // `ended`, which is called once, from any thread, and must not block.
  void Call(const char* method, grpc::ClientContext* context,
            const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
            std::function<void(grpc::Status)> ended);
  // The same of GetStatus, with its messages, which live as long.
  void GetStatus(grpc::ClientContext* context,
                 const v1::GetStatusRequest* request,
                 v1::GetStatusResponse* response,
                 std::function<void(grpc::Status)> ended);

 private:
  const std::string address_;
  const std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub methods_;
  const std::unique_ptr<v1::RecommendService::Stub> typed_;
  std::atomic<int> load_{0};
  mutable std::mutex mu_;
  ReplicaHealth health_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_REPLICA_H_
