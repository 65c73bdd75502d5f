#ifndef BROADSHEET_STORAGE_SUBSCRIPTION_REPOSITORY_H_
#define BROADSHEET_STORAGE_SUBSCRIPTION_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/mail_store_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Who wants which papers by mail. Requests and answers are those of
// MailStoreService. Thread-safe.
class SubscriptionRepository {
 public:
  // All must outlive this.
  SubscriptionRepository(Database* database, const PageTokenCodec* tokens,
                         const Clock* clock)
      : database_(database), tokens_(tokens), clock_(clock) {}

  absl::StatusOr<internal::v1::CreateSubscriptionResponse> Create(
      const CallContext& call,
      const internal::v1::CreateSubscriptionRequest& request);
  absl::StatusOr<internal::v1::ConfirmSubscriptionResponse> Confirm(
      const CallContext& call,
      const internal::v1::ConfirmSubscriptionRequest& request);
  absl::StatusOr<internal::v1::GetSubscriptionResponse> Get(
      const CallContext& call,
      const internal::v1::GetSubscriptionRequest& request);
  absl::StatusOr<internal::v1::ListSubscriptionsResponse> List(
      const CallContext& call,
      const internal::v1::ListSubscriptionsRequest& request);
  absl::StatusOr<internal::v1::UpdateSubscriptionResponse> Update(
      const CallContext& call,
      const internal::v1::UpdateSubscriptionRequest& request);
  absl::StatusOr<internal::v1::ClaimDueResponse> ClaimDue(
      const CallContext& call, const internal::v1::ClaimDueRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
  const Clock* clock_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SUBSCRIPTION_REPOSITORY_H_
