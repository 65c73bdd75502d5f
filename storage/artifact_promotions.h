#ifndef BROADSHEET_STORAGE_ARTIFACT_PROMOTIONS_H_
#define BROADSHEET_STORAGE_ARTIFACT_PROMOTIONS_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/artifact_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Which artifact of a kind is in use: promotions in the change feed, in one
// order. Thread-safe.
class ArtifactPromotions {
 public:
  // Both must outlive this.
  ArtifactPromotions(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<internal::v1::PromoteArtifactResponse> Promote(
      const CallContext& call,
      const internal::v1::PromoteArtifactRequest& request);
  absl::StatusOr<internal::v1::RollbackArtifactResponse> Rollback(
      const CallContext& call,
      const internal::v1::RollbackArtifactRequest& request);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ARTIFACT_PROMOTIONS_H_
