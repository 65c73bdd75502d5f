#ifndef BROADSHEET_STORAGE_DEAD_LETTER_REPOSITORY_H_
#define BROADSHEET_STORAGE_DEAD_LETTER_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Records that ingestion refused, with the reason. Thread-safe.
class DeadLetterRepository {
 public:
  // Both must outlive this.
  DeadLetterRepository(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  // NULs in the texts, which are of records that nobody vouches for, become
  // U+FFFD.
  absl::StatusOr<internal::v1::AddDeadLettersResponse> Add(
      const CallContext& call,
      const internal::v1::AddDeadLettersRequest& request);

  absl::StatusOr<internal::v1::ListDeadLettersResponse> List(
      const CallContext& call,
      const internal::v1::ListDeadLettersRequest& request);

  absl::StatusOr<internal::v1::DeleteDeadLettersResponse> Delete(
      const CallContext& call,
      const internal::v1::DeleteDeadLettersRequest& request);

 private:
  // Those that the request names.
  absl::StatusOr<internal::v1::ListDeadLettersResponse> Get(
      const CallContext& call,
      const internal::v1::ListDeadLettersRequest& request);

  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_DEAD_LETTER_REPOSITORY_H_
