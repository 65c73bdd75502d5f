#ifndef BROADSHEET_STORAGE_ACCOUNT_REPOSITORY_H_
#define BROADSHEET_STORAGE_ACCOUNT_REPOSITORY_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/account_store_service.pb.h"
#include "common/call_context.h"
#include "common/page_token.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Accounts with their sessions and tokens, and who is banned. Methods are those
// of AccountStoreService. Thread-safe.
class AccountRepository {
 public:
  // Both must outlive this.
  AccountRepository(Database* database, const PageTokenCodec* tokens)
      : database_(database), tokens_(tokens) {}

  absl::StatusOr<internal::v1::FindAccountResponse> Find(
      const CallContext& call, const internal::v1::FindAccountRequest& request);
  absl::StatusOr<internal::v1::ListAccountsResponse> List(
      const CallContext& call,
      const internal::v1::ListAccountsRequest& request);
  absl::StatusOr<internal::v1::SetPasswordResponse> SetPassword(
      const CallContext& call, const internal::v1::SetPasswordRequest& request);
  absl::StatusOr<internal::v1::SetRoleResponse> SetRole(
      const CallContext& call, const internal::v1::SetRoleRequest& request);
  absl::StatusOr<internal::v1::SetBanResponse> SetBan(
      const CallContext& call, const internal::v1::SetBanRequest& request);
  absl::StatusOr<internal::v1::ListCredentialsResponse> ListCredentials(
      const CallContext& call,
      const internal::v1::ListCredentialsRequest& request);
  absl::StatusOr<internal::v1::EndCredentialsResponse> EndCredentials(
      const CallContext& call,
      const internal::v1::EndCredentialsRequest& request);

 private:
  Database* database_;
  const PageTokenCodec* tokens_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ACCOUNT_REPOSITORY_H_
