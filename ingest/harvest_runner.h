#ifndef BROADSHEET_INGEST_HARVEST_RUNNER_H_
#define BROADSHEET_INGEST_HARVEST_RUNNER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/operation.pb.h"
#include "common/executor.h"
#include "common/logger.h"
#include "ingest/backend.h"
#include "ingest/checkpoints.h"
#include "ingest/harvest_source.h"
#include "ingest/harvester.h"
#include "ingest/kept_operations.h"
#include "ingest/leases.h"
#include "ingest/operations.h"

namespace broadsheet::ingest {

// What a runner works with; all outlive it.
struct HarvestParts {
  Backend backend;
  const Sources* sources;
  const Harvester* harvester;
  Checkpoints* checkpoints;
  Leases* leases;
  const Logger* log;
  // Of this process and no other: 1 to 40 bytes.
  std::string process;
  // How long an asked-for harvest waits while another process reads the same
  // list, or did until it was killed.
  absl::Duration lease_patience = absl::Minutes(1);
};

// Runs harvests in the background, a few at a time, and one at a time of each
// list over all processes. Operations are kept in storage: what a process does
// not bring to an end is taken up by the next one that resumes. Thread-safe.
class HarvestRunner {
 public:
  explicit HarvestRunner(HarvestParts parts);
  ~HarvestRunner();

  // Starts a harvest, or answers the operation that the same request_id
  // started. INVALID_ARGUMENT names the field; UNAVAILABLE: too many wait.
  absl::StatusOr<v1::Operation> Start(const CallContext& call,
                                      const v1::RunHarvestRequest& request);
  // Of any process. NOT_FOUND when it is unknown.
  absl::StatusOr<v1::Operation> Find(const CallContext& call,
                                     const std::string& id) const;
  // Goes on with the operations that no process runs.
  absl::Status Resume(const CallContext& call);

  // Ends all harvests early and takes no more; they go on when a process
  // resumes them. Idempotent.
  void Stop();

 private:
  class Taker;

  absl::Status Submit(KeptOperation operation, bool resumed);
  void Run(KeptOperation operation, bool resumed);
  absl::StatusOr<std::unique_ptr<Leases::Held>> Lease(
      const CallContext& call, const KeptOperation& operation, bool resumed);
  bool Refresh(const CallContext& call, KeptOperation* operation);
  absl::Status Harvest(const CallContext& call, KeptOperation* operation);
  void End(const CallContext& call, KeptOperation* operation,
           const absl::Status& status);
  absl::Status Keep(const CallContext& call, KeptOperation* operation);

  const HarvestParts parts_;
  mutable KeptOperations kept_;
  Operations operations_;
  std::shared_ptr<Cancellation> stopping_;
  Executor executor_;  // Last: its threads use what is above.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_RUNNER_H_
