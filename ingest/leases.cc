#include "ingest/leases.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

// So long nobody takes over from a process that was killed.
constexpr absl::Duration kLease = absl::Seconds(10);
constexpr std::chrono::seconds kRenewal{3};
constexpr absl::Duration kLimit = absl::Seconds(3);

}  // namespace

Leases::Leases(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(pb::LeaseService::NewStub(channel)) {}

absl::StatusOr<std::unique_ptr<Leases::Held>> Leases::Acquire(
    const CallContext& call, const std::string& name, const std::string& owner,
    std::function<void()> on_lost) {
  if (auto taken = Take(call, name, owner, kLease); !taken.ok()) return taken;
  return std::make_unique<Held>(this, name, owner, std::move(on_lost));
}

absl::Status Leases::Take(const CallContext& call, const std::string& name,
                          const std::string& owner, absl::Duration duration) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  pb::AcquireLeaseRequest request;
  request.set_name(name);
  request.set_owner(owner);
  const int64_t seconds = absl::ToInt64Seconds(duration);
  request.mutable_duration()->set_seconds(seconds);
  request.mutable_duration()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(duration - absl::Seconds(seconds))));
  pb::AcquireLeaseResponse response;
  return FromGrpc(stub_->AcquireLease(&context, request, &response));
}

void Leases::Release(const std::string& name, const std::string& owner) {
  grpc::ClientContext context;
  PrepareCall(CallContext(), kLimit, &context);
  pb::ReleaseLeaseRequest request;
  request.set_name(name);
  request.set_owner(owner);
  pb::ReleaseLeaseResponse response;
  stub_->ReleaseLease(&context, request, &response);
}

Leases::Held::Held(Leases* leases, std::string name, std::string owner,
                   std::function<void()> on_lost)
    : leases_(leases),
      name_(std::move(name)),
      owner_(std::move(owner)),
      on_lost_(std::move(on_lost)),
      thread_([this] { Renew(); }) {}

Leases::Held::~Held() {
  if (!thread_.joinable()) return;
  EndRenewal();
  leases_->Release(name_, owner_);
}

void Leases::Held::KeepFor(absl::Duration rest) {
  EndRenewal();
  leases_->Take(CallContext(), name_, owner_, rest).IgnoreError();
}

void Leases::Held::EndRenewal() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    ending_ = true;
    wake_.notify_all();
  }
  thread_.join();
}

void Leases::Held::Renew() {
  std::unique_lock<std::mutex> lock(mu_);
  while (!wake_.wait_for(lock, kRenewal, [this] { return ending_; })) {
    lock.unlock();
    const absl::Status taken =
        leases_->Take(CallContext(), name_, owner_, kLease);
    if (absl::IsAborted(taken)) return on_lost_();
    lock.lock();
  }
}

}  // namespace broadsheet::ingest
