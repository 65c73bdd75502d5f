#ifndef BROADSHEET_STORAGE_ACCOUNT_STORE_SERVICE_H_
#define BROADSHEET_STORAGE_ACCOUNT_STORE_SERVICE_H_

#include "broadsheet/internal/v1/account_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "storage/repositories.h"

namespace broadsheet::storage {

// Forwards each method to its repository.
class AccountStoreService final
    : public internal::v1::AccountStoreService::CallbackService {
 public:
  // Both must outlive this.
  AccountStoreService(Repositories* repositories, Rpcs* rpcs);
  ~AccountStoreService() override;

  grpc::ServerUnaryReactor* CreateLink(
      grpc::CallbackServerContext* context,
      const internal::v1::CreateLinkRequest* request,
      internal::v1::CreateLinkResponse* response) override;
  grpc::ServerUnaryReactor* UseLink(
      grpc::CallbackServerContext* context,
      const internal::v1::UseLinkRequest* request,
      internal::v1::UseLinkResponse* response) override;
  grpc::ServerUnaryReactor* FindAccount(
      grpc::CallbackServerContext* context,
      const internal::v1::FindAccountRequest* request,
      internal::v1::FindAccountResponse* response) override;
  grpc::ServerUnaryReactor* ListAccounts(
      grpc::CallbackServerContext* context,
      const internal::v1::ListAccountsRequest* request,
      internal::v1::ListAccountsResponse* response) override;
  grpc::ServerUnaryReactor* BeginSignIn(
      grpc::CallbackServerContext* context,
      const internal::v1::BeginSignInRequest* request,
      internal::v1::BeginSignInResponse* response) override;
  grpc::ServerUnaryReactor* EndSignIn(
      grpc::CallbackServerContext* context,
      const internal::v1::EndSignInRequest* request,
      internal::v1::EndSignInResponse* response) override;
  grpc::ServerUnaryReactor* UseIdentity(
      grpc::CallbackServerContext* context,
      const internal::v1::UseIdentityRequest* request,
      internal::v1::UseIdentityResponse* response) override;
  grpc::ServerUnaryReactor* AddIdentity(
      grpc::CallbackServerContext* context,
      const internal::v1::AddIdentityRequest* request,
      internal::v1::AddIdentityResponse* response) override;
  grpc::ServerUnaryReactor* ListIdentities(
      grpc::CallbackServerContext* context,
      const internal::v1::ListIdentitiesRequest* request,
      internal::v1::ListIdentitiesResponse* response) override;
  grpc::ServerUnaryReactor* DropIdentity(
      grpc::CallbackServerContext* context,
      const internal::v1::DropIdentityRequest* request,
      internal::v1::DropIdentityResponse* response) override;
  grpc::ServerUnaryReactor* SetPassword(
      grpc::CallbackServerContext* context,
      const internal::v1::SetPasswordRequest* request,
      internal::v1::SetPasswordResponse* response) override;
  grpc::ServerUnaryReactor* SetRole(
      grpc::CallbackServerContext* context,
      const internal::v1::SetRoleRequest* request,
      internal::v1::SetRoleResponse* response) override;
  grpc::ServerUnaryReactor* SetBan(
      grpc::CallbackServerContext* context,
      const internal::v1::SetBanRequest* request,
      internal::v1::SetBanResponse* response) override;
  grpc::ServerUnaryReactor* ListCredentials(
      grpc::CallbackServerContext* context,
      const internal::v1::ListCredentialsRequest* request,
      internal::v1::ListCredentialsResponse* response) override;
  grpc::ServerUnaryReactor* EndCredentials(
      grpc::CallbackServerContext* context,
      const internal::v1::EndCredentialsRequest* request,
      internal::v1::EndCredentialsResponse* response) override;

 private:
  Repositories* repositories_;
  Rpcs* rpcs_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ACCOUNT_STORE_SERVICE_H_
