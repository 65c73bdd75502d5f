#ifndef BROADSHEET_RECOMMEND_LEASE_H_
#define BROADSHEET_RECOMMEND_LEASE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"
#include "common/call_context.h"
#include "recommend/storage_address.h"

namespace broadsheet::recommend {

// Who may do what one process of all should do. Thread-safe.
class Lease {
 public:
  virtual ~Lease() = default;
  // Takes or renews it, for its time. ABORTED (LEASE_HELD) while another
  // process has it.
  virtual absl::Status Acquire(const CallContext& call) = 0;
  virtual void Release(const CallContext& call) = 0;
};

// One of storage's.
class GrpcLease final : public Lease {
 public:
  // `owner` is unique to this process; `seconds` is how long it lasts: so long
  // nobody takes over from a process that was killed.
  GrpcLease(const StorageAddress& storage, std::string name, std::string owner,
            int seconds);

  absl::Status Acquire(const CallContext& call) override;
  void Release(const CallContext& call) override;

 private:
  const std::string name_;
  const std::string owner_;
  const int seconds_;
  std::unique_ptr<internal::v1::LeaseService::Stub> stub_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_LEASE_H_
