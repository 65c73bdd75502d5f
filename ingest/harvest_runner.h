#ifndef BROADSHEET_INGEST_HARVEST_RUNNER_H_
#define BROADSHEET_INGEST_HARVEST_RUNNER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/operation.pb.h"
#include "common/executor.h"
#include "common/logger.h"
#include "ingest/backend.h"
#include "ingest/harvester.h"
#include "ingest/operations.h"

namespace broadsheet::ingest {

// Runs harvests in the background, a few at a time. Thread-safe.
class HarvestRunner {
 public:
  // Pointers, and those of `backend`, must outlive this.
  HarvestRunner(const Backend& backend, const Harvester* harvester,
                const Logger* log);
  ~HarvestRunner();

  // Starts a harvest, or answers the operation that the same request_id
  // started. INVALID_ARGUMENT names the field; UNAVAILABLE: too many wait.
  absl::StatusOr<v1::Operation> Start(const v1::RunHarvestRequest& request);
  absl::StatusOr<v1::Operation> Find(const std::string& id) const;

  // Ends all harvests early and takes no more. Idempotent.
  void Stop();

 private:
  void Run(const std::string& id, const v1::RunHarvestRequest& request);
  absl::Status Harvest(const std::string& id,
                       const v1::RunHarvestRequest& request);

  const Backend backend_;
  const Harvester* harvester_;
  const Logger* log_;
  Operations operations_;
  std::shared_ptr<Cancellation> stopping_;
  Executor executor_;  // Last: its threads use what is above.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_RUNNER_H_
