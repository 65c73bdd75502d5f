#ifndef BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_
#define BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "broadsheet/internal/v1/checkpoint_service.grpc.pb.h"
#include "broadsheet/internal/v1/lease_service.grpc.pb.h"

namespace broadsheet::ingest {

// For tests: storage's checkpoints in memory, by the rules of the contract.
// Thread-safe.
class FakeCheckpoints final : public internal::v1::CheckpointService::Service {
 public:
  grpc::Status GetCheckpoint(
      grpc::ServerContext* context,
      const internal::v1::GetCheckpointRequest* request,
      internal::v1::GetCheckpointResponse* response) override;
  grpc::Status ListCheckpoints(
      grpc::ServerContext* context,
      const internal::v1::ListCheckpointsRequest* request,
      internal::v1::ListCheckpointsResponse* response) override;
  grpc::Status SetCheckpoint(
      grpc::ServerContext* context,
      const internal::v1::SetCheckpointRequest* request,
      internal::v1::SetCheckpointResponse* response) override;
  grpc::Status DeleteCheckpoint(
      grpc::ServerContext* context,
      const internal::v1::DeleteCheckpointRequest* request,
      internal::v1::DeleteCheckpointResponse* response) override;

  // Empty when there is none.
  internal::v1::Checkpoint Find(const std::string& name) const;
  void Put(const std::string& name, const std::string& value);
  // The next reads and writes of one checkpoint fail so often with UNAVAILABLE.
  void FailCalls(int count);

 private:
  bool Fails();

  mutable std::mutex mu_;
  std::map<std::string, internal::v1::Checkpoint> all_;  // GUARDED_BY(mu_)
  int failed_calls_ = 0;                                 // GUARDED_BY(mu_)
};

// The same for leases, which end only when they are given back. Thread-safe.
class FakeLeases final : public internal::v1::LeaseService::Service {
 public:
  grpc::Status AcquireLease(
      grpc::ServerContext* context,
      const internal::v1::AcquireLeaseRequest* request,
      internal::v1::AcquireLeaseResponse* response) override;
  grpc::Status ReleaseLease(
      grpc::ServerContext* context,
      const internal::v1::ReleaseLeaseRequest* request,
      internal::v1::ReleaseLeaseResponse* response) override;

  // As if time had passed: nobody holds any.
  void ExpireAll();
  // For how long it was taken last; 0 when that has expired.
  absl::Duration DurationOf(const std::string& name) const;
  // The next calls to take one fail so often with UNAVAILABLE.
  void FailCalls(int count);

 private:
  mutable std::mutex mu_;
  std::map<std::string, std::string> owners_;        // GUARDED_BY(mu_), by name
  std::map<std::string, absl::Duration> durations_;  // GUARDED_BY(mu_)
  int failed_calls_ = 0;                             // GUARDED_BY(mu_)
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_FAKE_CHECKPOINTS_H_
