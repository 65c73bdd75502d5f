#ifndef BROADSHEET_STORAGE_CLAIM_REPOSITORY_H_
#define BROADSHEET_STORAGE_CLAIM_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/comment_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Who says to be an author of what, and what editors decided. Methods are those
// of CommentStoreService. Thread-safe.
class ClaimRepository {
 public:
  // Both must outlive this.
  ClaimRepository(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  absl::StatusOr<internal::v1::PutClaimResponse> Put(
      const CallContext& call, const internal::v1::PutClaimRequest& request);
  absl::StatusOr<internal::v1::ListClaimsResponse> List(
      const CallContext& call, const internal::v1::ListClaimsRequest& request);
  absl::StatusOr<internal::v1::ListKnownAuthorsResponse> ListKnown(
      const CallContext& call,
      const internal::v1::ListKnownAuthorsRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_CLAIM_REPOSITORY_H_
