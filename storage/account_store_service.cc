#include "storage/account_store_service.h"

namespace broadsheet::storage {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
namespace store = internal::v1;

AccountStoreService::AccountStoreService(Repositories* repositories, Rpcs* rpcs)
    : repositories_(repositories), rpcs_(rpcs) {}

AccountStoreService::~AccountStoreService() = default;

ServerUnaryReactor* AccountStoreService::CreateLink(
    CallbackServerContext* context, const store::CreateLinkRequest* request,
    store::CreateLinkResponse* response) {
  return rpcs_->Unary("AccountStoreService/CreateLink", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->account_links.Create(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::UseLink(
    CallbackServerContext* context, const store::UseLinkRequest* request,
    store::UseLinkResponse* response) {
  return rpcs_->Unary("AccountStoreService/UseLink", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->account_links.Use(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::FindAccount(
    CallbackServerContext* context, const store::FindAccountRequest* request,
    store::FindAccountResponse* response) {
  return rpcs_->Unary("AccountStoreService/FindAccount", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.Find(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::ListAccounts(
    CallbackServerContext* context, const store::ListAccountsRequest* request,
    store::ListAccountsResponse* response) {
  return rpcs_->Unary("AccountStoreService/ListAccounts", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.List(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::BeginSignIn(
    CallbackServerContext* context, const store::BeginSignInRequest* request,
    store::BeginSignInResponse* response) {
  return rpcs_->Unary("AccountStoreService/BeginSignIn", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->sign_ins.Begin(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::EndSignIn(
    CallbackServerContext* context, const store::EndSignInRequest* request,
    store::EndSignInResponse* response) {
  return rpcs_->Unary("AccountStoreService/EndSignIn", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->sign_ins.End(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::UseIdentity(
    CallbackServerContext* context, const store::UseIdentityRequest* request,
    store::UseIdentityResponse* response) {
  return rpcs_->Unary("AccountStoreService/UseIdentity", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->identities.Use(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::AddIdentity(
    CallbackServerContext* context, const store::AddIdentityRequest* request,
    store::AddIdentityResponse* response) {
  return rpcs_->Unary("AccountStoreService/AddIdentity", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->identities.Add(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::ListIdentities(
    CallbackServerContext* context, const store::ListIdentitiesRequest* request,
    store::ListIdentitiesResponse* response) {
  return rpcs_->Unary("AccountStoreService/ListIdentities", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->identities.List(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::DropIdentity(
    CallbackServerContext* context, const store::DropIdentityRequest* request,
    store::DropIdentityResponse* response) {
  return rpcs_->Unary("AccountStoreService/DropIdentity", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->identities.Drop(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::SetPassword(
    CallbackServerContext* context, const store::SetPasswordRequest* request,
    store::SetPasswordResponse* response) {
  return rpcs_->Unary("AccountStoreService/SetPassword", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.SetPassword(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::SetRole(
    CallbackServerContext* context, const store::SetRoleRequest* request,
    store::SetRoleResponse* response) {
  return rpcs_->Unary("AccountStoreService/SetRole", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.SetRole(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::SetBan(
    CallbackServerContext* context, const store::SetBanRequest* request,
    store::SetBanResponse* response) {
  return rpcs_->Unary("AccountStoreService/SetBan", context, request, response,
                      [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.SetBan(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::ListCredentials(
    CallbackServerContext* context,
    const store::ListCredentialsRequest* request,
    store::ListCredentialsResponse* response) {
  return rpcs_->Unary("AccountStoreService/ListCredentials", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.ListCredentials(call, r);
                      });
}

ServerUnaryReactor* AccountStoreService::EndCredentials(
    CallbackServerContext* context, const store::EndCredentialsRequest* request,
    store::EndCredentialsResponse* response) {
  return rpcs_->Unary("AccountStoreService/EndCredentials", context, request,
                      response, [this](CallContext& call, const auto& r) {
                        return repositories_->accounts.EndCredentials(call, r);
                      });
}

}  // namespace broadsheet::storage
