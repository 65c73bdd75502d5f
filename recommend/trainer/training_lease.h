#ifndef BROADSHEET_RECOMMEND_TRAINER_TRAINING_LEASE_H_
#define BROADSHEET_RECOMMEND_TRAINER_TRAINING_LEASE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"
#include "common/call_context.h"
#include "recommend/storage_client.h"

namespace broadsheet::recommend {

// Who may train: one trainer of all. Thread-safe.
class TrainingLease {
 public:
  virtual ~TrainingLease() = default;
  // Takes or renews it, for a minute. ABORTED (LEASE_HELD) while another
  // trainer has it.
  virtual absl::Status Acquire(const CallContext& call) = 0;
  virtual void Release(const CallContext& call) = 0;
};

// Storage's lease "training".
class GrpcTrainingLease final : public TrainingLease {
 public:
  // `owner` is unique to this process.
  GrpcTrainingLease(const StorageAddress& storage, std::string owner);

  absl::Status Acquire(const CallContext& call) override;
  void Release(const CallContext& call) override;

 private:
  const std::string owner_;
  std::unique_ptr<internal::v1::LeaseService::Stub> stub_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_TRAINING_LEASE_H_
