#ifndef BROADSHEET_GATEWAY_ACCOUNTS_GRPC_STORES_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_GRPC_STORES_H_

#include <string>

#include "gateway/accounts/stores.h"

namespace broadsheet::gateway {

class HouseStubs;

// Storage through its stubs.
class GrpcStores final : public Stores {
 public:
  // `houses` must outlive this.
  explicit GrpcStores(const HouseStubs* houses) : houses_(houses) {}

  absl::StatusOr<internal::v1::CreateLinkResponse> CreateLink(
      const CallContext& call,
      const internal::v1::CreateLinkRequest& request) override;
  absl::StatusOr<internal::v1::UseLinkResponse> UseLink(
      const CallContext& call,
      const internal::v1::UseLinkRequest& request) override;
  absl::StatusOr<internal::v1::FindAccountResponse> FindAccount(
      const CallContext& call,
      const internal::v1::FindAccountRequest& request) override;
  absl::StatusOr<internal::v1::ListAccountsResponse> ListAccounts(
      const CallContext& call,
      const internal::v1::ListAccountsRequest& request) override;
  absl::StatusOr<internal::v1::BeginSignInResponse> BeginSignIn(
      const CallContext& call,
      const internal::v1::BeginSignInRequest& request) override;
  absl::StatusOr<internal::v1::EndSignInResponse> EndSignIn(
      const CallContext& call,
      const internal::v1::EndSignInRequest& request) override;
  absl::StatusOr<internal::v1::UseIdentityResponse> UseIdentity(
      const CallContext& call,
      const internal::v1::UseIdentityRequest& request) override;
  absl::StatusOr<internal::v1::AddIdentityResponse> AddIdentity(
      const CallContext& call,
      const internal::v1::AddIdentityRequest& request) override;
  absl::StatusOr<internal::v1::ListIdentitiesResponse> ListIdentities(
      const CallContext& call,
      const internal::v1::ListIdentitiesRequest& request) override;
  absl::StatusOr<internal::v1::DropIdentityResponse> DropIdentity(
      const CallContext& call,
      const internal::v1::DropIdentityRequest& request) override;
  absl::StatusOr<internal::v1::SetPasswordResponse> SetPassword(
      const CallContext& call,
      const internal::v1::SetPasswordRequest& request) override;
  absl::StatusOr<internal::v1::SetRoleResponse> SetRole(
      const CallContext& call,
      const internal::v1::SetRoleRequest& request) override;
  absl::StatusOr<internal::v1::SetBanResponse> SetBan(
      const CallContext& call,
      const internal::v1::SetBanRequest& request) override;
  absl::StatusOr<internal::v1::ListCredentialsResponse> ListCredentials(
      const CallContext& call,
      const internal::v1::ListCredentialsRequest& request) override;
  absl::StatusOr<internal::v1::EndCredentialsResponse> EndCredentials(
      const CallContext& call,
      const internal::v1::EndCredentialsRequest& request) override;
  absl::StatusOr<internal::v1::CreateCommentResponse> CreateComment(
      const CallContext& call,
      const internal::v1::CreateCommentRequest& request) override;
  absl::StatusOr<internal::v1::EditCommentResponse> EditComment(
      const CallContext& call,
      const internal::v1::EditCommentRequest& request) override;
  absl::StatusOr<internal::v1::ListCommentsResponse> ListComments(
      const CallContext& call,
      const internal::v1::ListCommentsRequest& request) override;
  absl::StatusOr<internal::v1::ReportCommentResponse> ReportComment(
      const CallContext& call,
      const internal::v1::ReportCommentRequest& request) override;
  absl::StatusOr<internal::v1::ListReportsResponse> ListReports(
      const CallContext& call,
      const internal::v1::ListReportsRequest& request) override;
  absl::StatusOr<internal::v1::ModerateCommentResponse> ModerateComment(
      const CallContext& call,
      const internal::v1::ModerateCommentRequest& request) override;
  absl::StatusOr<internal::v1::PutClaimResponse> PutClaim(
      const CallContext& call,
      const internal::v1::PutClaimRequest& request) override;
  absl::StatusOr<internal::v1::ListClaimsResponse> ListClaims(
      const CallContext& call,
      const internal::v1::ListClaimsRequest& request) override;
  absl::StatusOr<internal::v1::ListKnownAuthorsResponse> ListKnownAuthors(
      const CallContext& call,
      const internal::v1::ListKnownAuthorsRequest& request) override;
  absl::StatusOr<internal::v1::ListDismissedResponse> ListDismissed(
      const CallContext& call,
      const internal::v1::ListDismissedRequest& request) override;
  absl::StatusOr<internal::v1::ListFoldersResponse> ListFolders(
      const CallContext& call,
      const internal::v1::ListFoldersRequest& request) override;
  absl::StatusOr<internal::v1::ListFollowsResponse> ListFollows(
      const CallContext& call,
      const internal::v1::ListFollowsRequest& request) override;
  absl::StatusOr<internal::v1::SubmitPaperResponse> SubmitPaper(
      const CallContext& call,
      const internal::v1::SubmitPaperRequest& request) override;
  absl::StatusOr<internal::v1::RetractSubmissionResponse> RetractSubmission(
      const CallContext& call,
      const internal::v1::RetractSubmissionRequest& request) override;
  absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext& call,
      const internal::v1::CreateTokenRequest& request) override;
  absl::StatusOr<internal::v1::UpsertPapersResponse> UpsertPaper(
      const CallContext& call,
      const internal::v1::UpsertPapersRequest& request) override;

 private:
  const HouseStubs* const houses_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_GRPC_STORES_H_
