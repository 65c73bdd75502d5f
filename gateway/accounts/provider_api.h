#ifndef BROADSHEET_GATEWAY_ACCOUNTS_PROVIDER_API_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_PROVIDER_API_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/clock.h"
#include "gateway/accounts/account_mail.h"
#include "gateway/accounts/session_maker.h"
#include "gateway/accounts/stores.h"
#include "gateway/identity.h"
#include "gateway/method_table.h"
#include "gateway/oidc/sign_in_flow.h"
#include "gateway/oidc/sign_in_providers.h"

namespace broadsheet::gateway {

// How people get into accounts by way of OpenID providers. An account is known
// by who somebody is at a provider, never by an address alone: whoever can make
// a provider confirm an address must not come into an account here.
// Thread-safe.
class ProviderApi {
 public:
  // All must outlive this. `secret`: shared by the gateways.
  ProviderApi(SignInProviders* providers, Stores* stores, AccountMail* mail,
              const SessionMaker* sessions, std::string_view secret,
              const Clock* clock)
      : providers_(providers),
        stores_(stores),
        mail_(mail),
        sessions_(sessions),
        flows_(secret),
        clock_(clock) {}

  void Register(MethodTable* table);

 private:
  // What a browser brings back.
  struct Return {
    const std::string& flow;
    const std::string& state;
    const std::string& code;
    const std::string& issuer;
  };
  // Somebody at a provider.
  struct Person {
    internal::v1::Identity identity;
    std::string suggested_name;
    // Confirmed by the provider, in lower case; may be empty.
    std::string email;
    const OidcProviderOptions* provider = nullptr;
  };

  void RegisterFlows(MethodTable* table);
  void RegisterIdentities(MethodTable* table);
  v1::ListSignInProvidersResponse List() const;
  absl::StatusOr<v1::BeginProviderSignInResponse> Begin(
      const CallContext& call, const Identity& identity,
      const v1::BeginProviderSignInRequest& request);
  absl::StatusOr<v1::FinishProviderSignInResponse> Finish(
      const CallContext& call, const v1::FinishProviderSignInRequest& request);
  absl::StatusOr<v1::LinkIdentityResponse> Link(
      const CallContext& call, const Identity& identity,
      const v1::LinkIdentityRequest& request);
  absl::StatusOr<v1::ListIdentitiesResponse> ListOf(const CallContext& call,
                                                    const std::string& reader);
  absl::StatusOr<v1::UnlinkIdentityResponse> Unlink(
      const CallContext& call, const v1::UnlinkIdentityRequest& request);
  // FAILED_PRECONDITION (reason LAST_WAY_IN) when nothing else would open the
  // account: providers that the operator took away open none.
  absl::Status CheckOtherWay(const CallContext& call,
                             const v1::UnlinkIdentityRequest& request);
  // A letter to the account's address, if it has one.
  absl::Status TellOwner(const CallContext& call, const std::string& reader,
                         const Person& person);

  // Whom the provider names; `reader` is whose flow it must be, empty for one
  // that signs in.
  absl::StatusOr<Person> Redeem(const CallContext& call, const Return& back,
                                const std::string& reader);
  absl::StatusOr<v1::FinishProviderSignInResponse> Enter(
      const CallContext& call, const std::string& reader,
      const std::string& label);
  absl::StatusOr<v1::FinishProviderSignInResponse> OfferAccount(
      const CallContext& call, const Person& person);

  SignInProviders* const providers_;
  Stores* const stores_;
  AccountMail* const mail_;
  const SessionMaker* const sessions_;
  const SignInFlows flows_;
  const Clock* const clock_;
};

// A name by the rule of Account that reminds of `name`, which may be an
// address; empty when nothing is left of it.
std::string SuggestName(std::string_view name);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_PROVIDER_API_H_
