#include "ingest/leases.h"

#include <utility>

#include "common/channel.h"
#include "common/clock.h"
#include "common/grpc_status.h"
#include "common/retrier.h"

namespace broadsheet::ingest {
namespace {

namespace pb = internal::v1;

constexpr absl::Duration kLimit = absl::Seconds(3);

}  // namespace

Leases::Leases(const std::shared_ptr<grpc::Channel>& channel, Times times)
    : times_(times), stub_(pb::LeaseService::NewStub(channel)) {}

absl::StatusOr<std::unique_ptr<Leases::Held>> Leases::Acquire(
    const CallContext& call, const std::string& name, const std::string& owner,
    std::function<void()> on_lost) {
  absl::Status taken = Take(call, name, owner, times_.lease);
  if (!taken.ok()) return taken;
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

void Leases::Keep(const std::string& name, const std::string& owner,
                  absl::Duration duration) {
  const SystemClock clock;
  const CallContext call(clock.Now() + times_.lease);
  Retrier retrier(&call, &clock, {}, Timing::Real());
  absl::Status taken;
  do {
    taken = Take(call, name, owner, duration);
    if (absl::IsAborted(taken)) return;
  } while (!taken.ok() && retrier.WaitAfter(taken).ok());
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
  leases_->Keep(name_, owner_, rest);
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
  const auto renewal = absl::ToChronoMilliseconds(leases_->times_.renewal);
  while (!wake_.wait_for(lock, renewal, [this] { return ending_; })) {
    lock.unlock();
    const absl::Status taken =
        leases_->Take(CallContext(), name_, owner_, leases_->times_.lease);
    if (absl::IsAborted(taken)) return on_lost_();
    lock.lock();
  }
}

}  // namespace broadsheet::ingest
