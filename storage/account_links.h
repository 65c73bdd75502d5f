#ifndef BROADSHEET_STORAGE_ACCOUNT_LINKS_H_
#define BROADSHEET_STORAGE_ACCOUNT_LINKS_H_

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/account_store_service.pb.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// What links in mails, and invitations, stand for. An account exists only once
// its link was used, so nobody can hold a name or an address by asking.
// Methods are those of AccountStoreService. Thread-safe.
class AccountLinks {
 public:
  // `database` must outlive this.
  explicit AccountLinks(Database* database) : database_(database) {}

  absl::StatusOr<internal::v1::CreateLinkResponse> Create(
      const CallContext& call, const internal::v1::CreateLinkRequest& request);
  absl::StatusOr<internal::v1::UseLinkResponse> Use(
      const CallContext& call, const internal::v1::UseLinkRequest& request);

 private:
  Database* database_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ACCOUNT_LINKS_H_
