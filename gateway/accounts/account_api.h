#ifndef BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_API_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/clock.h"
#include "gateway/accounts/account_mail.h"
#include "gateway/accounts/passwords.h"
#include "gateway/accounts/session_maker.h"
#include "gateway/accounts/stores.h"
#include "gateway/identity.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// How people get into accounts: signing up and in, passwords, addresses. Takes
// as long, and says the same, whether a name or an address is known or not;
// only that a name is taken is told. Thread-safe.
class AccountApi {
 public:
  // All must outlive this.
  AccountApi(Stores* stores, Passwords* passwords, AccountMail* mail,
             Authenticator* authenticator, const SessionMaker* sessions,
             const Clock* clock)
      : stores_(stores),
        passwords_(passwords),
        mail_(mail),
        authenticator_(authenticator),
        sessions_(sessions),
        clock_(clock) {}

  void Register(MethodTable* table);

 private:
  absl::StatusOr<v1::SignUpResponse> SignUp(CallContext& call,
                                            const v1::SignUpRequest& request);
  absl::StatusOr<v1::SignUpResponse> SignUpInvited(
      CallContext& call, const v1::SignUpRequest& request,
      const std::string& password_hash);
  // For whom a provider names.
  absl::StatusOr<v1::SignUpResponse> Register(CallContext& call,
                                              const v1::SignUpRequest& request);
  absl::StatusOr<v1::ConfirmEmailResponse> ConfirmEmail(
      CallContext& call, const v1::ConfirmEmailRequest& request);
  absl::StatusOr<v1::SignInResponse> SignIn(CallContext& call,
                                            const v1::SignInRequest& request);
  absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(
      CallContext& call, const Identity& identity,
      const v1::ChangePasswordRequest& request);
  absl::StatusOr<v1::ChangeEmailResponse> ChangeEmail(
      CallContext& call, const Identity& identity,
      const v1::ChangeEmailRequest& request);
  absl::StatusOr<v1::RequestPasswordResetResponse> RequestPasswordReset(
      CallContext& call, const v1::RequestPasswordResetRequest& request);
  absl::StatusOr<v1::ResetPasswordResponse> ResetPassword(
      CallContext& call, const v1::ResetPasswordRequest& request);

  // OK when the password is right; tries are counted.
  absl::StatusOr<std::string> CheckLogin(CallContext& call,
                                         const std::string& login,
                                         const std::string& password);
  absl::StatusOr<internal::v1::UseLinkResponse> UseLink(
      CallContext& call, const std::string& token,
      std::initializer_list<internal::v1::LinkKind> kinds,
      internal::v1::UseLinkRequest request);

  Stores* const stores_;
  Passwords* const passwords_;
  AccountMail* const mail_;
  Authenticator* const authenticator_;
  const SessionMaker* const sessions_;
  const Clock* const clock_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_ACCOUNT_API_H_
