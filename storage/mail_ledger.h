#ifndef BROADSHEET_STORAGE_MAIL_LEDGER_H_
#define BROADSHEET_STORAGE_MAIL_LEDGER_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/mail_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "storage/database.h"

namespace broadsheet::storage {

// The mails that are to be sent, are being sent and were sent: each once by its
// key. Requests and answers are those of MailStoreService. Thread-safe.
class MailLedger {
 public:
  // Both must outlive this.
  MailLedger(Database* database, const Clock* clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<internal::v1::QueueMailResponse> Queue(
      const CallContext& call, const internal::v1::QueueMailRequest& request);
  absl::StatusOr<internal::v1::FindMailedResponse> FindMailed(
      const CallContext& call, const internal::v1::FindMailedRequest& request);
  absl::StatusOr<internal::v1::PutIssuesResponse> PutIssues(
      const CallContext& call, const internal::v1::PutIssuesRequest& request);
  absl::StatusOr<internal::v1::ExchangeMailsResponse> Exchange(
      const CallContext& call,
      const internal::v1::ExchangeMailsRequest& request);
  absl::StatusOr<internal::v1::GetMailResponse> Get(
      const CallContext& call, const internal::v1::GetMailRequest& request);
  absl::StatusOr<internal::v1::ResendMailResponse> Resend(
      const CallContext& call, const internal::v1::ResendMailRequest& request);

 private:
  Database* database_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MAIL_LEDGER_H_
