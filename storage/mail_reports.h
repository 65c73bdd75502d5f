#ifndef BROADSHEET_STORAGE_MAIL_REPORTS_H_
#define BROADSHEET_STORAGE_MAIL_REPORTS_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/mail_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// What became of mails, whose addresses get none, and the end of an address.
// Requests and answers are those of MailStoreService. Thread-safe.
class MailReports {
 public:
  // All must outlive this.
  MailReports(Database* database, const PageTokenCodec* tokens,
              const Clock* clock)
      : database_(database), tokens_(tokens), clock_(clock) {}

  absl::StatusOr<internal::v1::AddClickResponse> AddClick(
      const CallContext& call, const internal::v1::AddClickRequest& request);
  absl::StatusOr<internal::v1::SetSuppressionResponse> SetSuppression(
      const CallContext& call,
      const internal::v1::SetSuppressionRequest& request);
  absl::StatusOr<internal::v1::ListSuppressionsResponse> ListSuppressions(
      const CallContext& call,
      const internal::v1::ListSuppressionsRequest& request);
  absl::StatusOr<internal::v1::ListIssuesResponse> ListIssues(
      const CallContext& call, const internal::v1::ListIssuesRequest& request);
  absl::StatusOr<internal::v1::ListMailsResponse> ListMails(
      const CallContext& call, const internal::v1::ListMailsRequest& request);
  absl::StatusOr<internal::v1::EraseAddressResponse> EraseAddress(
      const CallContext& call,
      const internal::v1::EraseAddressRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_REPORTS_H_
