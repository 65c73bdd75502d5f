#ifndef BROADSHEET_GATEWAY_ACCOUNTS_CREDENTIAL_API_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_CREDENTIAL_API_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/clock.h"
#include "gateway/accounts/stores.h"
#include "gateway/identity.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Sessions and tokens of readers, and what admins and editors do to accounts.
// Thread-safe.
class CredentialApi {
 public:
  // All must outlive this.
  CredentialApi(Stores* stores, Authenticator* authenticator,
                const Clock* clock)
      : stores_(stores), authenticator_(authenticator), clock_(clock) {}

  void Register(MethodTable* table);

 private:
  void RegisterSessions(MethodTable* table);
  void RegisterTokens(MethodTable* table);
  void RegisterAccounts(MethodTable* table);

  absl::StatusOr<v1::SignOutResponse> SignOut(CallContext& call,
                                              const Identity& identity);
  absl::StatusOr<v1::CreateTokenResponse> CreateToken(
      CallContext& call, const v1::CreateTokenRequest& request);
  absl::StatusOr<v1::CreateInvitationResponse> CreateInvitation(
      CallContext& call, const v1::CreateInvitationRequest& request);
  absl::StatusOr<v1::SetBanResponse> SetBan(CallContext& call,
                                            const Identity& identity,
                                            const v1::SetBanRequest& request);
  // Answers how many there were; `id` empty: all of them.
  absl::StatusOr<int> End(CallContext& call, const std::string& reader,
                          bool sessions, const std::string& id);
  absl::StatusOr<internal::v1::ListCredentialsResponse> List(
      CallContext& call, const std::string& reader, bool sessions);

  Stores* const stores_;
  Authenticator* const authenticator_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_CREDENTIAL_API_H_
