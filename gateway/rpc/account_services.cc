#include "gateway/rpc/account_services.h"

#include <utility>

#include "broadsheet/v1/account_service.grpc.pb.h"
#include "broadsheet/v1/comment_service.grpc.pb.h"

namespace broadsheet::gateway {
namespace {

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

class AccountServiceFace final : public v1::AccountService::CallbackService {
 public:
  explicit AccountServiceFace(Caller caller) : caller_(caller) {}

  Unary* SignUp(Context* context, const v1::SignUpRequest* request,
                v1::SignUpResponse* response) override {
    return caller_.Unary("AccountService/SignUp", context, request, response);
  }
  Unary* ConfirmEmail(Context* context, const v1::ConfirmEmailRequest* request,
                      v1::ConfirmEmailResponse* response) override {
    return caller_.Unary("AccountService/ConfirmEmail", context, request,
                         response);
  }
  Unary* SignIn(Context* context, const v1::SignInRequest* request,
                v1::SignInResponse* response) override {
    return caller_.Unary("AccountService/SignIn", context, request, response);
  }
  Unary* SignOut(Context* context, const v1::SignOutRequest* request,
                 v1::SignOutResponse* response) override {
    return caller_.Unary("AccountService/SignOut", context, request, response);
  }
  Unary* SignOutEverywhere(Context* context,
                           const v1::SignOutEverywhereRequest* request,
                           v1::SignOutEverywhereResponse* response) override {
    return caller_.Unary("AccountService/SignOutEverywhere", context, request,
                         response);
  }
  Unary* ListSessions(Context* context, const v1::ListSessionsRequest* request,
                      v1::ListSessionsResponse* response) override {
    return caller_.Unary("AccountService/ListSessions", context, request,
                         response);
  }
  Unary* EndSession(Context* context, const v1::EndSessionRequest* request,
                    v1::EndSessionResponse* response) override {
    return caller_.Unary("AccountService/EndSession", context, request,
                         response);
  }
  Unary* GetAccount(Context* context, const v1::GetAccountRequest* request,
                    v1::GetAccountResponse* response) override {
    return caller_.Unary("AccountService/GetAccount", context, request,
                         response);
  }
  Unary* ChangePassword(Context* context,
                        const v1::ChangePasswordRequest* request,
                        v1::ChangePasswordResponse* response) override {
    return caller_.Unary("AccountService/ChangePassword", context, request,
                         response);
  }
  Unary* ChangeEmail(Context* context, const v1::ChangeEmailRequest* request,
                     v1::ChangeEmailResponse* response) override {
    return caller_.Unary("AccountService/ChangeEmail", context, request,
                         response);
  }
  Unary* RequestPasswordReset(
      Context* context, const v1::RequestPasswordResetRequest* request,
      v1::RequestPasswordResetResponse* response) override {
    return caller_.Unary("AccountService/RequestPasswordReset", context,
                         request, response);
  }
  Unary* ResetPassword(Context* context,
                       const v1::ResetPasswordRequest* request,
                       v1::ResetPasswordResponse* response) override {
    return caller_.Unary("AccountService/ResetPassword", context, request,
                         response);
  }
  Unary* CreateToken(Context* context, const v1::CreateTokenRequest* request,
                     v1::CreateTokenResponse* response) override {
    return caller_.Unary("AccountService/CreateToken", context, request,
                         response);
  }
  Unary* ListTokens(Context* context, const v1::ListTokensRequest* request,
                    v1::ListTokensResponse* response) override {
    return caller_.Unary("AccountService/ListTokens", context, request,
                         response);
  }
  Unary* RevokeToken(Context* context, const v1::RevokeTokenRequest* request,
                     v1::RevokeTokenResponse* response) override {
    return caller_.Unary("AccountService/RevokeToken", context, request,
                         response);
  }
  Unary* GetIdentity(Context* context, const v1::GetIdentityRequest* request,
                     v1::GetIdentityResponse* response) override {
    return caller_.Unary("AccountService/GetIdentity", context, request,
                         response);
  }
  Unary* CreateInvitation(Context* context,
                          const v1::CreateInvitationRequest* request,
                          v1::CreateInvitationResponse* response) override {
    return caller_.Unary("AccountService/CreateInvitation", context, request,
                         response);
  }
  Unary* ListAccounts(Context* context, const v1::ListAccountsRequest* request,
                      v1::ListAccountsResponse* response) override {
    return caller_.Unary("AccountService/ListAccounts", context, request,
                         response);
  }
  Unary* SetRole(Context* context, const v1::SetRoleRequest* request,
                 v1::SetRoleResponse* response) override {
    return caller_.Unary("AccountService/SetRole", context, request, response);
  }
  Unary* SetBan(Context* context, const v1::SetBanRequest* request,
                v1::SetBanResponse* response) override {
    return caller_.Unary("AccountService/SetBan", context, request, response);
  }

 private:
  const Caller caller_;
};

class CommentServiceFace final : public v1::CommentService::CallbackService {
 public:
  explicit CommentServiceFace(Caller caller) : caller_(caller) {}

  Unary* CreateComment(Context* context,
                       const v1::CreateCommentRequest* request,
                       v1::CreateCommentResponse* response) override {
    return caller_.Unary("CommentService/CreateComment", context, request,
                         response);
  }
  Unary* EditComment(Context* context, const v1::EditCommentRequest* request,
                     v1::EditCommentResponse* response) override {
    return caller_.Unary("CommentService/EditComment", context, request,
                         response);
  }
  Unary* DeleteComment(Context* context,
                       const v1::DeleteCommentRequest* request,
                       v1::DeleteCommentResponse* response) override {
    return caller_.Unary("CommentService/DeleteComment", context, request,
                         response);
  }
  Unary* ListComments(Context* context, const v1::ListCommentsRequest* request,
                      v1::ListCommentsResponse* response) override {
    return caller_.Unary("CommentService/ListComments", context, request,
                         response);
  }
  Unary* ReportComment(Context* context,
                       const v1::ReportCommentRequest* request,
                       v1::ReportCommentResponse* response) override {
    return caller_.Unary("CommentService/ReportComment", context, request,
                         response);
  }
  Unary* ListReports(Context* context, const v1::ListReportsRequest* request,
                     v1::ListReportsResponse* response) override {
    return caller_.Unary("CommentService/ListReports", context, request,
                         response);
  }
  Unary* ModerateComment(Context* context,
                         const v1::ModerateCommentRequest* request,
                         v1::ModerateCommentResponse* response) override {
    return caller_.Unary("CommentService/ModerateComment", context, request,
                         response);
  }
  Unary* ClaimAuthorship(Context* context,
                         const v1::ClaimAuthorshipRequest* request,
                         v1::ClaimAuthorshipResponse* response) override {
    return caller_.Unary("CommentService/ClaimAuthorship", context, request,
                         response);
  }
  Unary* ListClaims(Context* context, const v1::ListClaimsRequest* request,
                    v1::ListClaimsResponse* response) override {
    return caller_.Unary("CommentService/ListClaims", context, request,
                         response);
  }
  Unary* DecideClaim(Context* context, const v1::DecideClaimRequest* request,
                     v1::DecideClaimResponse* response) override {
    return caller_.Unary("CommentService/DecideClaim", context, request,
                         response);
  }

 private:
  const Caller caller_;
};

}  // namespace

void AddAccountServices(Caller caller, ServiceApp* app,
                        std::vector<std::unique_ptr<grpc::Service>>* kept) {
  auto accounts = std::make_unique<AccountServiceFace>(caller);
  app->AddService<v1::AccountService>(accounts.get());
  kept->push_back(std::move(accounts));
  auto comments = std::make_unique<CommentServiceFace>(caller);
  app->AddService<v1::CommentService>(comments.get());
  kept->push_back(std::move(comments));
}

}  // namespace broadsheet::gateway
