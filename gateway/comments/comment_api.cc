#include "gateway/comments/comment_api.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/checks.h"
#include "gateway/comments/markdown.h"
#include "gateway/position.h"
#include "gateway/stamp.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr size_t kMaxCharacters = 65536;

// 1 to 65,536 characters, which are not all white.
absl::Status CheckComment(const std::string& text) {
  absl::Status valid = CheckText("text", text, 1, 4 * kMaxCharacters);
  if (!valid.ok()) return valid;
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  if (static_cast<size_t>(characters) > kMaxCharacters) {
    return InvalidField("text", "is longer than 65,536 characters");
  }
  if (absl::StripAsciiWhitespace(text).empty()) {
    return InvalidField("text", "is empty");
  }
  return absl::OkStatus();
}

void AddHtml(v1::Comment* comment) {
  if (!comment->text().empty()) {
    comment->set_html(RenderMarkdown(comment->text()));
  }
}

// Letters and digits alone, in lower case: "Ann O'Hara" is "annohara".
std::string Letters(const std::string& name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
        static_cast<unsigned char>(c) >= 0x80) {
      letters += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return letters;
}

// The author that a claim is about, as the paper names them.
absl::StatusOr<std::string> FindAuthor(
    const v1::Paper& paper, const v1::ClaimAuthorshipRequest& request) {
  const std::string wanted = Letters(
      request.author().empty() ? request.reader_id() : request.author());
  for (const std::string& author : paper.authors()) {
    if (Letters(author) == wanted) return author;
  }
  return InvalidField("author", "is not named by the paper");
}

}  // namespace

void CommentApi::Register(MethodTable* table) {
  RegisterComments(table);
  RegisterModeration(table);
  RegisterClaims(table);
  RegisterLibrary(table);
}

void CommentApi::RegisterComments(MethodTable* table) {
  table->Add<v1::CreateCommentRequest, v1::CreateCommentResponse>(
      "CommentService/CreateComment",
      [this](CallContext& call, const Identity&,
             const v1::CreateCommentRequest& request) {
        return Create(call, request);
      });
  table->Add<v1::EditCommentRequest, v1::EditCommentResponse>(
      "CommentService/EditComment",
      [this](CallContext& call, const Identity&,
             const v1::EditCommentRequest& request)
          -> absl::StatusOr<v1::EditCommentResponse> {
        absl::Status valid = CheckComment(request.text());
        if (!valid.ok()) return valid;
        return Change(call, request);
      });
  table->Add<v1::DeleteCommentRequest, v1::DeleteCommentResponse>(
      "CommentService/DeleteComment",
      [this](CallContext& call, const Identity&,
             const v1::DeleteCommentRequest& request)
          -> absl::StatusOr<v1::DeleteCommentResponse> {
        v1::EditCommentRequest edit;
        edit.set_paper_id(request.paper_id());
        edit.set_comment_id(request.comment_id());
        edit.set_reader_id(request.reader_id());
        const auto changed = Change(call, edit);
        if (!changed.ok()) return changed.status();
        v1::DeleteCommentResponse response;
        *response.mutable_position() = changed->position();
        return response;
      });
  table->Add<v1::ListCommentsRequest, v1::ListCommentsResponse>(
      "CommentService/ListComments",
      [this](CallContext& call, const Identity& identity,
             const v1::ListCommentsRequest& request) {
        return List(call, identity, request);
      });
}

void CommentApi::RegisterModeration(MethodTable* table) {
  table->Add<v1::ReportCommentRequest, v1::ReportCommentResponse>(
      "CommentService/ReportComment",
      [this](CallContext& call, const Identity&,
             const v1::ReportCommentRequest& request)
          -> absl::StatusOr<v1::ReportCommentResponse> {
        store::ReportCommentRequest report;
        *report.mutable_report() = request;
        *report.mutable_at() = Stamp(clock_->Now());
        const auto reported = stores_->ReportComment(call, report);
        if (!reported.ok()) return reported.status();
        return v1::ReportCommentResponse();
      });
  table->Add<v1::ListReportsRequest, v1::ListReportsResponse>(
      "CommentService/ListReports",
      [this](CallContext& call, const Identity&,
             const v1::ListReportsRequest& request)
          -> absl::StatusOr<v1::ListReportsResponse> {
        store::ListReportsRequest list;
        *list.mutable_query() = request;
        auto listed = stores_->ListReports(call, list);
        if (!listed.ok()) return listed.status();
        for (auto& report : *listed->mutable_page()->mutable_reports()) {
          AddHtml(report.mutable_comment());
        }
        return std::move(*listed->mutable_page());
      });
  table->Add<v1::ModerateCommentRequest, v1::ModerateCommentResponse>(
      "CommentService/ModerateComment",
      [this](CallContext& call, const Identity&,
             const v1::ModerateCommentRequest& request)
          -> absl::StatusOr<v1::ModerateCommentResponse> {
        store::ModerateCommentRequest moderate;
        *moderate.mutable_moderation() = request;
        auto done = stores_->ModerateComment(call, moderate);
        if (!done.ok()) return done.status();
        AnswerPosition(call, done->position());
        v1::ModerateCommentResponse response;
        response.mutable_comment()->Swap(done->mutable_comment());
        AddHtml(response.mutable_comment());
        *response.mutable_position() = done->position();
        return response;
      });
}

void CommentApi::RegisterClaims(MethodTable* table) {
  table->Add<v1::ClaimAuthorshipRequest, v1::ClaimAuthorshipResponse>(
      "CommentService/ClaimAuthorship",
      [this](CallContext& call, const Identity&,
             const v1::ClaimAuthorshipRequest& request) {
        return Claim(call, request);
      });
  table->Add<v1::ListClaimsRequest, v1::ListClaimsResponse>(
      "CommentService/ListClaims",
      [this](CallContext& call, const Identity& identity,
             const v1::ListClaimsRequest& request) {
        return ListClaims(call, identity, request);
      });
  table->Add<v1::ListKnownAuthorsRequest, v1::ListKnownAuthorsResponse>(
      "CommentService/ListKnownAuthors",
      [this](CallContext& call, const Identity&,
             const v1::ListKnownAuthorsRequest& request)
          -> absl::StatusOr<v1::ListKnownAuthorsResponse> {
        store::ListKnownAuthorsRequest list;
        *list.mutable_query() = request;
        auto listed = stores_->ListKnownAuthors(call, list);
        if (!listed.ok()) return listed.status();
        return std::move(*listed->mutable_page());
      });
  table->Add<v1::DecideClaimRequest, v1::DecideClaimResponse>(
      "CommentService/DecideClaim",
      [this](CallContext& call, const Identity&,
             const v1::DecideClaimRequest& request)
          -> absl::StatusOr<v1::DecideClaimResponse> {
        store::PutClaimRequest put;
        v1::AuthorshipClaim& claim = *put.mutable_claim();
        claim.set_paper_id(request.paper_id());
        claim.set_reader_id(request.claimant());
        claim.set_state(request.accept() ? v1::AuthorshipClaim::STATE_ACCEPTED
                                         : v1::AuthorshipClaim::STATE_REFUSED);
        *claim.mutable_decided_at() = Stamp(clock_->Now());
        auto done = stores_->PutClaim(call, put);
        if (!done.ok()) return done.status();
        v1::DecideClaimResponse response;
        response.mutable_claim()->Swap(done->mutable_claim());
        return response;
      });
}

void CommentApi::RegisterLibrary(MethodTable* table) {
  table->Add<v1::ListDismissedRequest, v1::ListDismissedResponse>(
      "ReaderService/ListDismissed",
      [this](CallContext& call, const Identity&,
             const v1::ListDismissedRequest& request)
          -> absl::StatusOr<v1::ListDismissedResponse> {
        store::ListDismissedRequest list;
        *list.mutable_query() = request;
        auto listed = stores_->ListDismissed(call, list);
        if (!listed.ok()) return listed.status();
        return std::move(*listed->mutable_page());
      });
  table->Add<v1::ListFoldersRequest, v1::ListFoldersResponse>(
      "ReaderService/ListFolders",
      [this](CallContext& call, const Identity&,
             const v1::ListFoldersRequest& request)
          -> absl::StatusOr<v1::ListFoldersResponse> {
        store::ListFoldersRequest list;
        *list.mutable_query() = request;
        auto listed = stores_->ListFolders(call, list);
        if (!listed.ok()) return listed.status();
        return std::move(*listed->mutable_page());
      });
  table->Add<v1::ListFollowsRequest, v1::ListFollowsResponse>(
      "ReaderService/ListFollows",
      [this](CallContext& call, const Identity&,
             const v1::ListFollowsRequest& request)
          -> absl::StatusOr<v1::ListFollowsResponse> {
        store::ListFollowsRequest list;
        *list.mutable_query() = request;
        auto listed = stores_->ListFollows(call, list);
        if (!listed.ok()) return listed.status();
        return std::move(*listed->mutable_page());
      });
}

absl::StatusOr<v1::CreateCommentResponse> CommentApi::Create(
    CallContext& call, const v1::CreateCommentRequest& request) {
  for (const absl::Status& valid :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckText("parent_id", request.parent_id(), 0, 24),
        CheckComment(request.text())}) {
    if (!valid.ok()) return valid;
  }
  store::CreateCommentRequest create;
  *create.mutable_comment() = request;
  *create.mutable_at() = Stamp(clock_->Now());
  auto created = stores_->CreateComment(call, create);
  if (!created.ok()) return created.status();
  AnswerPosition(call, created->position());
  v1::CreateCommentResponse response;
  response.mutable_comment()->Swap(created->mutable_comment());
  AddHtml(response.mutable_comment());
  *response.mutable_position() = created->position();
  return response;
}

absl::StatusOr<v1::EditCommentResponse> CommentApi::Change(
    CallContext& call, const v1::EditCommentRequest& request) {
  absl::Status valid = CheckText("comment_id", request.comment_id(), 1, 24);
  if (!valid.ok()) return valid;
  store::EditCommentRequest edit;
  *edit.mutable_edit() = request;
  *edit.mutable_at() = Stamp(clock_->Now());
  auto changed = stores_->EditComment(call, edit);
  if (!changed.ok()) return changed.status();
  AnswerPosition(call, changed->position());
  v1::EditCommentResponse response;
  response.mutable_comment()->Swap(changed->mutable_comment());
  AddHtml(response.mutable_comment());
  *response.mutable_position() = changed->position();
  return response;
}

absl::StatusOr<v1::ListCommentsResponse> CommentApi::List(
    CallContext& call, const Identity& identity,
    const v1::ListCommentsRequest& request) {
  store::ListCommentsRequest list;
  *list.mutable_query() = request;
  list.set_with_hidden(identity.is_editor());
  auto listed = stores_->ListComments(call, list);
  if (!listed.ok()) return listed.status();
  for (auto& comment : *listed->mutable_page()->mutable_comments()) {
    AddHtml(&comment);
  }
  return std::move(*listed->mutable_page());
}

absl::StatusOr<v1::ClaimAuthorshipResponse> CommentApi::Claim(
    CallContext& call, const v1::ClaimAuthorshipRequest& request) {
  for (const absl::Status& valid :
       {CheckText("author", request.author(), 0, 1000),
        CheckText("note", request.note(), 0, 1000)}) {
    if (!valid.ok()) return valid;
  }
  const auto paper = GetPaper(*backend_, call, request.paper_id());
  if (!paper.ok()) return paper.status();
  auto author = FindAuthor(paper->paper(), request);
  if (!author.ok()) return author.status();
  store::PutClaimRequest put;
  v1::AuthorshipClaim& claim = *put.mutable_claim();
  claim.set_paper_id(request.paper_id());
  claim.set_reader_id(request.reader_id());
  claim.set_author(*std::move(author));
  claim.set_note(request.note());
  claim.set_state(v1::AuthorshipClaim::STATE_PENDING);
  *claim.mutable_claimed_at() = Stamp(clock_->Now());
  auto done = stores_->PutClaim(call, put);
  if (!done.ok()) return done.status();
  v1::ClaimAuthorshipResponse response;
  response.mutable_claim()->Swap(done->mutable_claim());
  return response;
}

absl::StatusOr<v1::ListClaimsResponse> CommentApi::ListClaims(
    CallContext& call, const Identity& identity,
    v1::ListClaimsRequest request) {
  if (!identity.is_editor() && request.reader_id() != identity.reader_id) {
    if (!request.reader_id().empty()) {
      return MakeError(absl::StatusCode::kPermissionDenied, "EDITORS_ONLY",
                       "only editors see the claims of others");
    }
    request.set_reader_id(identity.reader_id);
  }
  store::ListClaimsRequest list;
  *list.mutable_query() = std::move(request);
  auto listed = stores_->ListClaims(call, list);
  if (!listed.ok()) return listed.status();
  return std::move(*listed->mutable_page());
}

}  // namespace broadsheet::gateway
