#ifndef BROADSHEET_STORAGE_SIGN_IN_GUARD_H_
#define BROADSHEET_STORAGE_SIGN_IN_GUARD_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/account_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Slows down who guesses passwords. Tries are counted before they are made, by
// account and by the client's address, in the database: all gateways agree, and
// tries at the same time count, too. Names that nobody has are counted alike.
// Thread-safe.
class SignInGuard {
 public:
  // Tries that are free; each further one locks twice as long, from 1 s on and
  // up to 900 s (account_statements.cc).
  static constexpr int kFreeForAccount = 5;
  static constexpr int kFreeForAddress = 30;

  // `database` must outlive this.
  explicit SignInGuard(Database* database) : database_(database) {}

  absl::StatusOr<internal::v1::BeginSignInResponse> Begin(
      const CallContext& call, const internal::v1::BeginSignInRequest& request);
  absl::StatusOr<internal::v1::EndSignInResponse> End(
      const CallContext& call, const internal::v1::EndSignInRequest& request);

 private:
  Database* database_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SIGN_IN_GUARD_H_
