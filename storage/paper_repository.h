#ifndef BROADSHEET_STORAGE_PAPER_REPOSITORY_H_
#define BROADSHEET_STORAGE_PAPER_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Papers by id. Requests and answers are those of PaperStoreService.
// Thread-safe.
class PaperRepository {
 public:
  // Both must outlive this.
  PaperRepository(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  // One batch, one transaction. A paper that breaks a rule is REFUSED; the
  // others go in. A record that becomes a paper does so in its place: nothing
  // is copied that was parsed already.
  absl::StatusOr<internal::v1::UpsertPapersResponse> Upsert(
      const CallContext& call, internal::v1::UpsertPapersRequest* request);
  // The same for a request that stays as it is.
  absl::StatusOr<internal::v1::UpsertPapersResponse> Upsert(
      const CallContext& call,
      const internal::v1::UpsertPapersRequest& request);

  absl::StatusOr<internal::v1::BatchGetPapersResponse> BatchGet(
      const CallContext& call,
      const internal::v1::BatchGetPapersRequest& request);

  absl::StatusOr<internal::v1::SetWithdrawnResponse> SetWithdrawn(
      const CallContext& call,
      const internal::v1::SetWithdrawnRequest& request);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_REPOSITORY_H_
