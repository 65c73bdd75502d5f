#ifndef BROADSHEET_STORAGE_CHECKPOINT_REPOSITORY_H_
#define BROADSHEET_STORAGE_CHECKPOINT_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/checkpoint_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Values by name, replaced only by who knows their revision. Requests and
// answers are those of CheckpointService. Thread-safe.
class CheckpointRepository {
 public:
  // Both must outlive this.
  CheckpointRepository(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<internal::v1::GetCheckpointResponse> Get(
      const CallContext& call,
      const internal::v1::GetCheckpointRequest& request);
  absl::StatusOr<internal::v1::ListCheckpointsResponse> List(
      const CallContext& call,
      const internal::v1::ListCheckpointsRequest& request);
  absl::StatusOr<internal::v1::SetCheckpointResponse> Set(
      const CallContext& call,
      const internal::v1::SetCheckpointRequest& request);
  absl::StatusOr<internal::v1::DeleteCheckpointResponse> Delete(
      const CallContext& call,
      const internal::v1::DeleteCheckpointRequest& request);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CHECKPOINT_REPOSITORY_H_
