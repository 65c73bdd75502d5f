#ifndef BROADSHEET_STORAGE_IDENTITY_REPOSITORY_H_
#define BROADSHEET_STORAGE_IDENTITY_REPOSITORY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/account_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// For whom at OpenID providers accounts open. Methods are those of
// AccountStoreService. Thread-safe.
class IdentityRepository {
 public:
  static constexpr int kMaxOfAccount = 10;

  // `database` must outlive this.
  explicit IdentityRepository(Database* database) : database_(database) {}

  absl::StatusOr<internal::v1::UseIdentityResponse> Use(
      const CallContext& call, const internal::v1::UseIdentityRequest& request);
  absl::StatusOr<internal::v1::AddIdentityResponse> Add(
      const CallContext& call, const internal::v1::AddIdentityRequest& request);
  absl::StatusOr<internal::v1::ListIdentitiesResponse> List(
      const CallContext& call,
      const internal::v1::ListIdentitiesRequest& request);
  absl::StatusOr<internal::v1::DropIdentityResponse> Drop(
      const CallContext& call,
      const internal::v1::DropIdentityRequest& request);

 private:
  Database* database_;
};

// INVALID_ARGUMENT that names the field, which begins with `field`.
absl::Status CheckIdentity(const std::string& field,
                           const internal::v1::Identity& identity);

// Adds it to an account that is there, at `at` (SQL); nothing changes where it
// was added before. ALREADY_EXISTS (reason IDENTITY_TAKEN): another's.
absl::Status AddIdentityIn(Transaction& tx, const std::string& reader,
                           const internal::v1::Identity& identity,
                           const std::string& at);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_IDENTITY_REPOSITORY_H_
