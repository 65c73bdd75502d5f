#ifndef BROADSHEET_GATEWAY_BALANCER_REPLICA_H_
#define BROADSHEET_GATEWAY_BALANCER_REPLICA_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

#include "absl/time/time.h"
#include "broadsheet/v1/editor_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "gateway/balancer/replica_health.h"
#include "grpcpp/channel.h"

namespace broadsheet::gateway {

using ListStub = v1::RecommendService::StubInterface::async_interface;
using EditorStub = v1::EditorService::StubInterface::async_interface;

// One recommender: its channel, its stubs and how its calls fare. Thread-safe.
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

  template <class Interface>
  Interface* stub() const {
    if constexpr (std::is_same_v<Interface, ListStub>) {
      return static_cast<v1::RecommendService::StubInterface&>(*lists_).async();
    } else {
      return static_cast<v1::EditorService::StubInterface&>(*editor_).async();
    }
  }

 private:
  const std::string address_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::RecommendService::Stub> lists_;
  const std::unique_ptr<v1::EditorService::Stub> editor_;
  std::atomic<int> load_{0};
  mutable std::mutex mu_;
  ReplicaHealth health_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_REPLICA_H_
