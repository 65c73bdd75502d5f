#include "gateway/accounts/grpc_stores.h"

#include "common/channel.h"
#include "common/grpc_status.h"
#include "gateway/house_stubs.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr absl::Duration kReadLimit = absl::Seconds(2);
constexpr absl::Duration kWriteLimit = absl::Seconds(10);

// One blocking call.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> Call(const CallContext& call, absl::Duration limit,
                              Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  PrepareCall(call, limit, &context);
  Response response;
  const absl::Status status =
      FromGrpc((stub.*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

}  // namespace

absl::StatusOr<store::CreateLinkResponse> GrpcStores::CreateLink(
    const CallContext& call, const store::CreateLinkRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::CreateLink, request);
}

absl::StatusOr<store::UseLinkResponse> GrpcStores::UseLink(
    const CallContext& call, const store::UseLinkRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::UseLink, request);
}

absl::StatusOr<store::FindAccountResponse> GrpcStores::FindAccount(
    const CallContext& call, const store::FindAccountRequest& request) {
  return Call(call, kReadLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::FindAccount, request);
}

absl::StatusOr<store::ListAccountsResponse> GrpcStores::ListAccounts(
    const CallContext& call, const store::ListAccountsRequest& request) {
  return Call(call, kReadLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::ListAccounts, request);
}

absl::StatusOr<store::BeginSignInResponse> GrpcStores::BeginSignIn(
    const CallContext& call, const store::BeginSignInRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::BeginSignIn, request);
}

absl::StatusOr<store::EndSignInResponse> GrpcStores::EndSignIn(
    const CallContext& call, const store::EndSignInRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::EndSignIn, request);
}

absl::StatusOr<store::UseIdentityResponse> GrpcStores::UseIdentity(
    const CallContext& call, const store::UseIdentityRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::UseIdentity, request);
}

absl::StatusOr<store::AddIdentityResponse> GrpcStores::AddIdentity(
    const CallContext& call, const store::AddIdentityRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::AddIdentity, request);
}

absl::StatusOr<store::ListIdentitiesResponse> GrpcStores::ListIdentities(
    const CallContext& call, const store::ListIdentitiesRequest& request) {
  return Call(call, kReadLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::ListIdentities, request);
}

absl::StatusOr<store::DropIdentityResponse> GrpcStores::DropIdentity(
    const CallContext& call, const store::DropIdentityRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::DropIdentity, request);
}

absl::StatusOr<store::SetPasswordResponse> GrpcStores::SetPassword(
    const CallContext& call, const store::SetPasswordRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::SetPassword, request);
}

absl::StatusOr<store::SetRoleResponse> GrpcStores::SetRole(
    const CallContext& call, const store::SetRoleRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::SetRole, request);
}

absl::StatusOr<store::SetBanResponse> GrpcStores::SetBan(
    const CallContext& call, const store::SetBanRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::SetBan, request);
}

absl::StatusOr<store::ListCredentialsResponse> GrpcStores::ListCredentials(
    const CallContext& call, const store::ListCredentialsRequest& request) {
  return Call(call, kReadLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::ListCredentials, request);
}

absl::StatusOr<store::EndCredentialsResponse> GrpcStores::EndCredentials(
    const CallContext& call, const store::EndCredentialsRequest& request) {
  return Call(call, kWriteLimit, *houses_->accounts,
              &store::AccountStoreService::Stub::EndCredentials, request);
}

absl::StatusOr<store::CreateCommentResponse> GrpcStores::CreateComment(
    const CallContext& call, const store::CreateCommentRequest& request) {
  return Call(call, kWriteLimit, *houses_->comments,
              &store::CommentStoreService::Stub::CreateComment, request);
}

absl::StatusOr<store::EditCommentResponse> GrpcStores::EditComment(
    const CallContext& call, const store::EditCommentRequest& request) {
  return Call(call, kWriteLimit, *houses_->comments,
              &store::CommentStoreService::Stub::EditComment, request);
}

absl::StatusOr<store::ListCommentsResponse> GrpcStores::ListComments(
    const CallContext& call, const store::ListCommentsRequest& request) {
  return Call(call, kReadLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ListComments, request);
}

absl::StatusOr<store::ReportCommentResponse> GrpcStores::ReportComment(
    const CallContext& call, const store::ReportCommentRequest& request) {
  return Call(call, kWriteLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ReportComment, request);
}

absl::StatusOr<store::ListReportsResponse> GrpcStores::ListReports(
    const CallContext& call, const store::ListReportsRequest& request) {
  return Call(call, kReadLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ListReports, request);
}

absl::StatusOr<store::ModerateCommentResponse> GrpcStores::ModerateComment(
    const CallContext& call, const store::ModerateCommentRequest& request) {
  return Call(call, kWriteLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ModerateComment, request);
}

absl::StatusOr<store::PutClaimResponse> GrpcStores::PutClaim(
    const CallContext& call, const store::PutClaimRequest& request) {
  return Call(call, kWriteLimit, *houses_->comments,
              &store::CommentStoreService::Stub::PutClaim, request);
}

absl::StatusOr<store::ListClaimsResponse> GrpcStores::ListClaims(
    const CallContext& call, const store::ListClaimsRequest& request) {
  return Call(call, kReadLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ListClaims, request);
}

absl::StatusOr<store::ListKnownAuthorsResponse> GrpcStores::ListKnownAuthors(
    const CallContext& call, const store::ListKnownAuthorsRequest& request) {
  return Call(call, kReadLimit, *houses_->comments,
              &store::CommentStoreService::Stub::ListKnownAuthors, request);
}

absl::StatusOr<store::ListDismissedResponse> GrpcStores::ListDismissed(
    const CallContext& call, const store::ListDismissedRequest& request) {
  return Call(call, kReadLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::ListDismissed, request);
}

absl::StatusOr<store::ListFoldersResponse> GrpcStores::ListFolders(
    const CallContext& call, const store::ListFoldersRequest& request) {
  return Call(call, kReadLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::ListFolders, request);
}

absl::StatusOr<store::ListFollowsResponse> GrpcStores::ListFollows(
    const CallContext& call, const store::ListFollowsRequest& request) {
  return Call(call, kReadLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::ListFollows, request);
}

absl::StatusOr<store::SubmitPaperResponse> GrpcStores::SubmitPaper(
    const CallContext& call, const store::SubmitPaperRequest& request) {
  return Call(call, kWriteLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::SubmitPaper, request);
}

absl::StatusOr<store::RetractSubmissionResponse> GrpcStores::RetractSubmission(
    const CallContext& call, const store::RetractSubmissionRequest& request) {
  return Call(call, kWriteLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::RetractSubmission, request);
}

absl::StatusOr<store::CreateTokenResponse> GrpcStores::CreateToken(
    const CallContext& call, const store::CreateTokenRequest& request) {
  return Call(call, kWriteLimit, *houses_->readers,
              &store::ReaderStoreService::Stub::CreateToken, request);
}

absl::StatusOr<store::UpsertPapersResponse> GrpcStores::UpsertPaper(
    const CallContext& call, const store::UpsertPapersRequest& request) {
  grpc::ClientContext context;
  PrepareCall(call, kWriteLimit, &context);
  const auto stream = houses_->papers->UpsertPapers(&context);
  store::UpsertPapersResponse response;
  const bool answered =
      stream->Write(request) && stream->WritesDone() && stream->Read(&response);
  const absl::Status status = FromGrpc(stream->Finish());
  if (!status.ok()) return status;
  if (!answered) return absl::UnavailableError("storage did not answer");
  return response;
}

}  // namespace broadsheet::gateway
