#ifndef BROADSHEET_STORAGE_LEASE_REPOSITORY_H_
#define BROADSHEET_STORAGE_LEASE_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/lease_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Leases as rows. Their time is that of the storage processes' clocks, which
// may differ: fences, not times, keep an owner that lost its lease from doing
// harm. Thread-safe.
class LeaseRepository {
 public:
  // Both must outlive this.
  LeaseRepository(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<internal::v1::AcquireLeaseResponse> Acquire(
      const CallContext& call,
      const internal::v1::AcquireLeaseRequest& request);
  absl::StatusOr<internal::v1::ReleaseLeaseResponse> Release(
      const CallContext& call,
      const internal::v1::ReleaseLeaseRequest& request);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_LEASE_REPOSITORY_H_
