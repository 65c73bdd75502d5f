#ifndef BROADSHEET_GATEWAY_TESTING_MEMORY_STORES_H_
#define BROADSHEET_GATEWAY_TESTING_MEMORY_STORES_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gateway/accounts/stores.h"

namespace broadsheet::gateway {

// Storage's submissions, links and claims in memory, for tests of who may write
// them. Other calls answer UNIMPLEMENTED.
class MemoryStores : public Stores {
 public:
  // Paper -> who submitted it, to whatever day.
  std::map<std::string, std::string> submitters;
  // Whether there is such a paper; empty: there is any.
  std::function<bool(const std::string& paper_id)> knows;
  // What ListClaims answers, whoever asks.
  std::vector<v1::AuthorshipClaim> claims;
  // How often somebody else changes a paper before who has read it.
  int others_faster = 0;
  std::function<void()> changes_first;
  // What was written.
  std::vector<internal::v1::UpsertPapersRequest> upserts;
  std::vector<internal::v1::SubmitPaperRequest> submissions;
  std::vector<internal::v1::RetractSubmissionRequest> retractions;

  absl::StatusOr<internal::v1::UpsertPapersResponse> UpsertPaper(
      const CallContext&,
      const internal::v1::UpsertPapersRequest& request) override {
    internal::v1::UpsertPapersResponse response;
    if (request.if_revision() && others_faster > 0) {
      --others_faster;
      if (changes_first) changes_first();
      v1::PaperResult& refused = *response.add_results();
      refused.set_outcome(v1::PaperResult::OUTCOME_REFUSED);
      refused.set_field("revision");
      return response;
    }
    upserts.push_back(request);
    return response;
  }

  // Stands once; the first submitter remains.
  absl::StatusOr<internal::v1::SubmitPaperResponse> SubmitPaper(
      const CallContext&,
      const internal::v1::SubmitPaperRequest& request) override {
    if (knows && !knows(request.submission().paper_id())) {
      return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                       "there is no such paper");
    }
    submissions.push_back(request);
    internal::v1::SubmitPaperResponse response;
    *response.mutable_submission() = request.submission();
    const auto [stands, created] = submitters.emplace(
        request.submission().paper_id(), request.submission().submitter());
    response.mutable_submission()->set_submitter(stands->second);
    response.set_created(created);
    return response;
  }

  // Keeps only what it takes back.
  absl::StatusOr<internal::v1::RetractSubmissionResponse> RetractSubmission(
      const CallContext&,
      const internal::v1::RetractSubmissionRequest& request) override {
    const v1::RetractSubmissionRequest& retraction = request.retraction();
    if (!request.by_editor() &&
        submitters[retraction.paper_id()] != retraction.reader_id()) {
      return MakeError(absl::StatusCode::kPermissionDenied, "OTHER_READER",
                       "somebody else submitted it");
    }
    retractions.push_back(request);
    internal::v1::RetractSubmissionResponse response;
    response.set_retracted(true);
    return response;
  }

  absl::StatusOr<internal::v1::ListClaimsResponse> ListClaims(
      const CallContext&, const internal::v1::ListClaimsRequest&) override {
    internal::v1::ListClaimsResponse response;
    response.mutable_page()->mutable_claims()->Assign(claims.begin(),
                                                      claims.end());
    return response;
  }

  absl::StatusOr<internal::v1::CreateLinkResponse> CreateLink(
      const CallContext&, const internal::v1::CreateLinkRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::UseLinkResponse> UseLink(
      const CallContext&, const internal::v1::UseLinkRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::FindAccountResponse> FindAccount(
      const CallContext&, const internal::v1::FindAccountRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListAccountsResponse> ListAccounts(
      const CallContext&, const internal::v1::ListAccountsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::BeginSignInResponse> BeginSignIn(
      const CallContext&, const internal::v1::BeginSignInRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::EndSignInResponse> EndSignIn(
      const CallContext&, const internal::v1::EndSignInRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::UseIdentityResponse> UseIdentity(
      const CallContext&, const internal::v1::UseIdentityRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::AddIdentityResponse> AddIdentity(
      const CallContext&, const internal::v1::AddIdentityRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListIdentitiesResponse> ListIdentities(
      const CallContext&, const internal::v1::ListIdentitiesRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::DropIdentityResponse> DropIdentity(
      const CallContext&, const internal::v1::DropIdentityRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::SetPasswordResponse> SetPassword(
      const CallContext&, const internal::v1::SetPasswordRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::SetRoleResponse> SetRole(
      const CallContext&, const internal::v1::SetRoleRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::SetBanResponse> SetBan(
      const CallContext&, const internal::v1::SetBanRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListCredentialsResponse> ListCredentials(
      const CallContext&,
      const internal::v1::ListCredentialsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::EndCredentialsResponse> EndCredentials(
      const CallContext&, const internal::v1::EndCredentialsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::CreateCommentResponse> CreateComment(
      const CallContext&, const internal::v1::CreateCommentRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::EditCommentResponse> EditComment(
      const CallContext&, const internal::v1::EditCommentRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListCommentsResponse> ListComments(
      const CallContext&, const internal::v1::ListCommentsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ReportCommentResponse> ReportComment(
      const CallContext&, const internal::v1::ReportCommentRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListReportsResponse> ListReports(
      const CallContext&, const internal::v1::ListReportsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ModerateCommentResponse> ModerateComment(
      const CallContext&,
      const internal::v1::ModerateCommentRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::PutClaimResponse> PutClaim(
      const CallContext&, const internal::v1::PutClaimRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListKnownAuthorsResponse> ListKnownAuthors(
      const CallContext&,
      const internal::v1::ListKnownAuthorsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListDismissedResponse> ListDismissed(
      const CallContext&, const internal::v1::ListDismissedRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListFoldersResponse> ListFolders(
      const CallContext&, const internal::v1::ListFoldersRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::ListFollowsResponse> ListFollows(
      const CallContext&, const internal::v1::ListFollowsRequest&) override {
    return Unused();
  }
  absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext&, const internal::v1::CreateTokenRequest&) override {
    return Unused();
  }

 private:
  static absl::Status Unused() {
    return absl::UnimplementedError("no test calls this");
  }
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_TESTING_MEMORY_STORES_H_
