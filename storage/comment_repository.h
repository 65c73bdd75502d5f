#ifndef BROADSHEET_STORAGE_COMMENT_REPOSITORY_H_
#define BROADSHEET_STORAGE_COMMENT_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/comment_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Comments in threads, and what readers report of them. A paper's number of
// comments changes in the transaction of the comment. Methods are those of
// CommentStoreService. Thread-safe.
class CommentRepository {
 public:
  // Both must outlive this.
  CommentRepository(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  absl::StatusOr<internal::v1::CreateCommentResponse> Create(
      const CallContext& call,
      const internal::v1::CreateCommentRequest& request);
  absl::StatusOr<internal::v1::EditCommentResponse> Edit(
      const CallContext& call, const internal::v1::EditCommentRequest& request);
  absl::StatusOr<internal::v1::ListCommentsResponse> List(
      const CallContext& call,
      const internal::v1::ListCommentsRequest& request);
  absl::StatusOr<internal::v1::ReportCommentResponse> Report(
      const CallContext& call,
      const internal::v1::ReportCommentRequest& request);
  absl::StatusOr<internal::v1::ListReportsResponse> ListReports(
      const CallContext& call, const internal::v1::ListReportsRequest& request);
  absl::StatusOr<internal::v1::ModerateCommentResponse> Moderate(
      const CallContext& call,
      const internal::v1::ModerateCommentRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_COMMENT_REPOSITORY_H_
