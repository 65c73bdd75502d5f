#ifndef BROADSHEET_GATEWAY_ACCOUNTS_STORES_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_STORES_H_

#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/account_store_service.pb.h"
#include "broadsheet/internal/v1/comment_store_service.pb.h"
#include "broadsheet/internal/v1/paper_store_service.pb.h"
#include "broadsheet/internal/v1/reader_store_service.pb.h"
#include "common/call_context.h"

namespace broadsheet::gateway {

// What storage keeps of accounts, comments and claims: its own calls, blocking,
// with a limit of 2 s for reads and 10 s for writes. Nothing here asks who may
// do what. Implementations are thread-safe.
class Stores {
 public:
  virtual ~Stores() = default;

  virtual absl::StatusOr<internal::v1::CreateLinkResponse> CreateLink(
      const CallContext& call,
      const internal::v1::CreateLinkRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::UseLinkResponse> UseLink(
      const CallContext& call, const internal::v1::UseLinkRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::FindAccountResponse> FindAccount(
      const CallContext& call,
      const internal::v1::FindAccountRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListAccountsResponse> ListAccounts(
      const CallContext& call,
      const internal::v1::ListAccountsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::BeginSignInResponse> BeginSignIn(
      const CallContext& call,
      const internal::v1::BeginSignInRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::EndSignInResponse> EndSignIn(
      const CallContext& call,
      const internal::v1::EndSignInRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::UseIdentityResponse> UseIdentity(
      const CallContext& call,
      const internal::v1::UseIdentityRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::AddIdentityResponse> AddIdentity(
      const CallContext& call,
      const internal::v1::AddIdentityRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListIdentitiesResponse> ListIdentities(
      const CallContext& call,
      const internal::v1::ListIdentitiesRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::DropIdentityResponse> DropIdentity(
      const CallContext& call,
      const internal::v1::DropIdentityRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::SetPasswordResponse> SetPassword(
      const CallContext& call,
      const internal::v1::SetPasswordRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::SetRoleResponse> SetRole(
      const CallContext& call, const internal::v1::SetRoleRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::SetBanResponse> SetBan(
      const CallContext& call, const internal::v1::SetBanRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListCredentialsResponse> ListCredentials(
      const CallContext& call,
      const internal::v1::ListCredentialsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::EndCredentialsResponse> EndCredentials(
      const CallContext& call,
      const internal::v1::EndCredentialsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::CreateCommentResponse> CreateComment(
      const CallContext& call,
      const internal::v1::CreateCommentRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::EditCommentResponse> EditComment(
      const CallContext& call,
      const internal::v1::EditCommentRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListCommentsResponse> ListComments(
      const CallContext& call,
      const internal::v1::ListCommentsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ReportCommentResponse> ReportComment(
      const CallContext& call,
      const internal::v1::ReportCommentRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListReportsResponse> ListReports(
      const CallContext& call,
      const internal::v1::ListReportsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ModerateCommentResponse> ModerateComment(
      const CallContext& call,
      const internal::v1::ModerateCommentRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::PutClaimResponse> PutClaim(
      const CallContext& call,
      const internal::v1::PutClaimRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListClaimsResponse> ListClaims(
      const CallContext& call,
      const internal::v1::ListClaimsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListKnownAuthorsResponse>
  ListKnownAuthors(const CallContext& call,
                   const internal::v1::ListKnownAuthorsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListDismissedResponse> ListDismissed(
      const CallContext& call,
      const internal::v1::ListDismissedRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListFoldersResponse> ListFolders(
      const CallContext& call,
      const internal::v1::ListFoldersRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::ListFollowsResponse> ListFollows(
      const CallContext& call,
      const internal::v1::ListFollowsRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::SubmitPaperResponse> SubmitPaper(
      const CallContext& call,
      const internal::v1::SubmitPaperRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::RetractSubmissionResponse>
  RetractSubmission(const CallContext& call,
                    const internal::v1::RetractSubmissionRequest& request) = 0;
  virtual absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext& call,
      const internal::v1::CreateTokenRequest& request) = 0;
  // Of one paper, with its links.
  virtual absl::StatusOr<internal::v1::UpsertPapersResponse> UpsertPaper(
      const CallContext& call,
      const internal::v1::UpsertPapersRequest& request) = 0;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_STORES_H_
