#include "recommend/lease.h"

#include <utility>

#include "absl/time/time.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::recommend {
namespace {

constexpr absl::Duration kLimit = absl::Seconds(5);

}  // namespace

GrpcLease::GrpcLease(const StorageAddress& storage, std::string name,
                     std::string owner, int seconds)
    : name_(std::move(name)),
      owner_(std::move(owner)),
      seconds_(seconds),
      stub_(internal::v1::LeaseService::NewStub(
          MakeChannel({.target = storage.target,
                       .services = {"broadsheet.internal.v1.LeaseService"},
                       .tls = storage.tls,
                       .peer_name = "storage"}))) {}

absl::Status GrpcLease::Acquire(const CallContext& call) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  internal::v1::AcquireLeaseRequest request;
  request.set_name(name_);
  request.set_owner(owner_);
  request.mutable_duration()->set_seconds(seconds_);
  internal::v1::AcquireLeaseResponse response;
  return FromGrpc(stub_->AcquireLease(&context, request, &response));
}

void GrpcLease::Release(const CallContext& call) {
  grpc::ClientContext context;
  PrepareCall(call, kLimit, &context);
  internal::v1::ReleaseLeaseRequest request;
  request.set_name(name_);
  request.set_owner(owner_);
  internal::v1::ReleaseLeaseResponse response;
  // A lease that stays behind ends by itself.
  (void)stub_->ReleaseLease(&context, request, &response);
}

}  // namespace broadsheet::recommend
