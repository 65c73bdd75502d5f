#include "gateway/balancer/replica.h"

#include <utility>

namespace broadsheet::gateway {

Replica::Replica(std::string address, std::shared_ptr<grpc::Channel> channel)
    : address_(std::move(address)),
      channel_(std::move(channel)),
      lists_(v1::RecommendService::NewStub(channel_)),
      editor_(v1::EditorService::NewStub(channel_)) {}

bool Replica::Connected() const {
  return channel_->GetState(/*try_to_connect=*/true) == GRPC_CHANNEL_READY;
}

bool Replica::Usable(absl::Time now) const {
  std::lock_guard lock(mu_);
  return health_.Usable(now);
}

bool Replica::ejected() const {
  std::lock_guard lock(mu_);
  return health_.ejected();
}

void Replica::Began() {
  ++load_;
  std::lock_guard lock(mu_);
  health_.Began();
}

void Replica::Ended(CallOutcome outcome, absl::Time now) {
  --load_;
  std::lock_guard lock(mu_);
  health_.Record(outcome, now);
}

}  // namespace broadsheet::gateway
