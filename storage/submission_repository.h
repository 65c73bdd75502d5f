#ifndef BROADSHEET_STORAGE_SUBMISSION_REPOSITORY_H_
#define BROADSHEET_STORAGE_SUBMISSION_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Puts papers on the lists of days, and takes them off. Thread-safe.
class SubmissionRepository {
 public:
  // `database` must outlive this.
  explicit SubmissionRepository(Database* database) : database_(database) {}

  // As ReaderStoreService.SubmitPaper. An empty request_id is allowed: the
  // paper and the day identify a submission as well.
  absl::StatusOr<internal::v1::SubmitPaperResponse> Submit(
      const CallContext& call, const internal::v1::SubmitPaperRequest& request);

  // As ReaderStoreService.RetractSubmission.
  absl::StatusOr<internal::v1::RetractSubmissionResponse> Retract(
      const CallContext& call,
      const internal::v1::RetractSubmissionRequest& request);

 private:
  Database* database_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SUBMISSION_REPOSITORY_H_
