#include "gateway/balancer/replica.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet::gateway {

Replica::Replica(std::string address, std::shared_ptr<grpc::Channel> channel)
    : address_(std::move(address)),
      channel_(std::move(channel)),
      methods_(channel_),
      typed_(v1::RecommendService::NewStub(channel_)) {}

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

void Replica::Call(const char* method, grpc::ClientContext* context,
                   const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
                   std::function<void(grpc::Status)> ended) {
  methods_.UnaryCall(context, absl::StrCat("/broadsheet.v1.", method),
                     grpc::StubOptions(), &request, response, std::move(ended));
}

void Replica::GetStatus(grpc::ClientContext* context,
                        const v1::GetStatusRequest* request,
                        v1::GetStatusResponse* response,
                        std::function<void(grpc::Status)> ended) {
  typed_->async()->GetStatus(context, request, response, std::move(ended));
}

}  // namespace broadsheet::gateway
