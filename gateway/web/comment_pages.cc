#include "gateway/web/comment_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/account_service.pb.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "ctemplate/template.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/form_page.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

constexpr int kCommentsOnPage = 100;
constexpr size_t kReportedBytes = 600;

// What all requests about one comment share.
template <class Request>
Request About(const HttpCall& call) {
  Request request;
  request.set_paper_id(call.form.Get("paper_id"));
  request.set_comment_id(call.form.Get("comment_id"));
  return request;
}

// Owned by the routes together.
class CommentPages {
 public:
  explicit CommentPages(std::shared_ptr<const PageKit> kit)
      : kit_(std::move(kit)) {}

  HttpResponse Create(HttpCall& call) const {
    v1::CreateCommentRequest request;
    request.set_request_id(call.form.Get("request_id"));
    if (request.request_id().empty()) request.set_request_id(kit_->MakeId());
    request.set_paper_id(call.form.Get("paper_id"));
    request.set_parent_id(call.form.Get("parent_id"));
    request.set_text(call.form.Get("text"));
    const auto made = CallMethod<v1::CreateCommentResponse>(
        *kit_, "CommentService/CreateComment", call, std::move(request));
    return Back(call, made.status(),
                made.ok() ? made->comment().comment_id() : "");
  }

  HttpResponse Edit(HttpCall& call) const {
    auto request = About<v1::EditCommentRequest>(call);
    request.set_text(call.form.Get("text"));
    const auto done = CallMethod<v1::EditCommentResponse>(
        *kit_, "CommentService/EditComment", call, request);
    return Back(call, done.status(), request.comment_id());
  }

  HttpResponse Delete(HttpCall& call) const {
    const auto request = About<v1::DeleteCommentRequest>(call);
    const auto done = CallMethod<v1::DeleteCommentResponse>(
        *kit_, "CommentService/DeleteComment", call, request);
    return Back(call, done.status(), request.comment_id());
  }

  HttpResponse Report(HttpCall& call) const {
    auto request = About<v1::ReportCommentRequest>(call);
    request.set_reason(Trimmed(call, "reason"));
    const auto done = CallMethod<v1::ReportCommentResponse>(
        *kit_, "CommentService/ReportComment", call, request);
    return Back(call, done.status(), request.comment_id());
  }

  HttpResponse Moderate(HttpCall& call) const {
    auto request = About<v1::ModerateCommentRequest>(call);
    request.set_hidden(call.form.Get("hide") == "yes");
    const auto done = CallMethod<v1::ModerateCommentResponse>(
        *kit_, "CommentService/ModerateComment", call, request);
    return Back(call, done.status(), request.comment_id());
  }

  HttpResponse ClaimForm(HttpCall& call) const {
    return ShowClaim(call, 200, call.query.Get("paper_id"), "");
  }

  HttpResponse Claim(HttpCall& call) const {
    v1::ClaimAuthorshipRequest request;
    request.set_paper_id(Trimmed(call, "paper_id"));
    request.set_author(Trimmed(call, "author"));
    request.set_note(Trimmed(call, "note"));
    const std::string paper = request.paper_id();
    const auto claim = CallMethod<v1::ClaimAuthorshipResponse>(
        *kit_, "CommentService/ClaimAuthorship", call, std::move(request));
    if (!claim.ok()) {
      const int status = HttpStatusOf(claim.status());
      if (status >= 500) return kit_->Error(call, claim.status());
      return ShowClaim(call, status, paper, ErrorText(claim.status()));
    }
    FormPage page;
    page.heading = "Authorship";
    page.notice = claim->claim().state() == v1::AuthorshipClaim::STATE_ACCEPTED
                      ? "You are known as an author of this paper."
                      : "An editor will look at your claim.";
    page.links = {{PaperUrl(paper), "Back to the paper"}};
    return kit_->Html(
        200, WriteFormPage(kit_->writer(), kit_->Frame(call, page.heading, ""),
                           page));
  }

  HttpResponse Moderation(HttpCall& call) const {
    v1::ListReportsRequest reports;
    reports.set_page_size(50);
    const auto reported = CallMethod<v1::ListReportsResponse>(
        *kit_, "CommentService/ListReports", call, reports);
    if (!reported.ok()) return kit_->Error(call, reported.status());
    v1::ListClaimsRequest claims;
    claims.set_state(v1::AuthorshipClaim::STATE_PENDING);
    const auto claimed = CallMethod<v1::ListClaimsResponse>(
        *kit_, "CommentService/ListClaims", call, claims);
    if (!claimed.ok()) return kit_->Error(call, claimed.status());
    const PageFrame frame = kit_->Frame(call, "Moderation", "");
    return kit_->Html(
        200, kit_->writer().Write(
                 frame, "moderation.tpl", [&](TemplateDictionary& body) {
                   for (const auto& one : reported->reports()) {
                     AddReport(one, body);
                   }
                   for (const auto& one : claimed->claims()) {
                     AddClaim(one, body);
                   }
                   if (reported->reports().empty()) {
                     body.ShowSection("NO_REPORTS");
                   }
                   if (claimed->claims().empty()) body.ShowSection("NO_CLAIMS");
                 }));
  }

  HttpResponse Decide(HttpCall& call) const {
    v1::DecideClaimRequest request;
    request.set_paper_id(call.form.Get("paper_id"));
    request.set_claimant(call.form.Get("claimant"));
    request.set_accept(call.form.Get("accept") == "yes");
    const auto done = CallMethod<v1::DecideClaimResponse>(
        *kit_, "CommentService/DecideClaim", call, std::move(request));
    if (!done.ok()) return kit_->Error(call, done.status());
    return SeeOther("/moderation");
  }

  HttpResponse Settle(HttpCall& call) const {
    auto request = About<v1::ModerateCommentRequest>(call);
    request.set_hidden(call.form.Get("hide") == "yes");
    const auto done = CallMethod<v1::ModerateCommentResponse>(
        *kit_, "CommentService/ModerateComment", call, request);
    if (!done.ok()) return kit_->Error(call, done.status());
    return SeeOther("/moderation");
  }

  HttpResponse Ban(HttpCall& call) const {
    v1::SetBanRequest request;
    request.set_reader_id(Trimmed(call, "reader_id"));
    request.set_banned(call.form.Get("banned") == "yes");
    request.set_reason(Trimmed(call, "reason"));
    const auto done = CallMethod<v1::SetBanResponse>(
        *kit_, "AccountService/SetBan", call, std::move(request));
    if (!done.ok()) return kit_->Error(call, done.status());
    return SeeOther("/moderation");
  }

 private:
  HttpResponse Back(HttpCall& call, const absl::Status& status,
                    const std::string& comment) const {
    if (!status.ok()) return kit_->Error(call, status);
    return SeeOther(absl::StrCat(PaperUrl(call.form.Get("paper_id")),
                                 "#comment-", comment));
  }

  HttpResponse ShowClaim(HttpCall& call, int status, const std::string& paper,
                         const std::string& error) const {
    FormPage page;
    page.heading = "Is this paper yours?";
    page.intro =
        "An editor decides. Your comments then show that you are an "
        "author.";
    page.error = error;
    PageFrame frame = kit_->Frame(call, page.heading, "");
    if (!call.identity.is_reader()) return SeeOther(SignInUrl(frame));
    page.action = "/claim";
    page.button = "Claim";
    page.fields = {{"paper_id", "Paper", "text", paper},
                   {"author", "Your name on it", "text", "",
                    "As the paper writes it.", "name"},
                   {"note", "How can an editor tell?", "textarea", "",
                    "A page of yours that names this account, for instance.",
                    "off", false}};
    return kit_->Html(status, WriteFormPage(kit_->writer(), frame, page));
  }

  static void AddReport(const v1::CommentReport& report,
                        TemplateDictionary& body) {
    TemplateDictionary* entry = body.AddSectionDictionary("REPORT");
    const v1::Comment& comment = report.comment();
    entry->SetValue("WHO", comment.reader_id());
    entry->SetValue("REPORTER", report.reporter());
    entry->SetValue("REASON", report.reason());
    entry->SetValue("TEXT", Excerpt(comment.text(), kReportedBytes));
    entry->SetValue("PAPER_ID", comment.paper_id());
    entry->SetValue("COMMENT_ID", comment.comment_id());
    entry->SetValue("COMMENT_URL",
                    absl::StrCat(PaperUrl(comment.paper_id()), "#comment-",
                                 comment.comment_id()));
  }

  static void AddClaim(const v1::AuthorshipClaim& claim,
                       TemplateDictionary& body) {
    TemplateDictionary* entry = body.AddSectionDictionary("CLAIM");
    entry->SetValue("CLAIMANT", claim.reader_id());
    entry->SetValue("AUTHOR", claim.author());
    entry->SetValue("NOTE", claim.note());
    entry->SetValue("PAPER_ID", claim.paper_id());
    entry->SetValue("PAPER_URL", PaperUrl(claim.paper_id()));
  }

  const std::shared_ptr<const PageKit> kit_;
};

// Asked of the gateway itself: the page offers only what would be taken.
bool IsEditor(const PageKit& kit, HttpCall& call) {
  if (call.identity.is_operator()) return true;
  if (!call.identity.is_reader()) return false;
  const auto identity = CallMethod<v1::GetIdentityResponse>(
      kit, "AccountService/GetIdentity", call, v1::GetIdentityRequest());
  return identity.ok() && (identity->role() == v1::ROLE_EDITOR ||
                           identity->role() == v1::ROLE_ADMIN);
}

}  // namespace

Discussion TakeDiscussion(const PageKit& kit, HttpCall& call,
                          const std::string& paper_id) {
  Discussion discussion;
  discussion.offered = HasMethod(kit, "CommentService/ListComments");
  discussion.paper_id = paper_id;
  if (!discussion.offered) return discussion;
  v1::ListCommentsRequest request;
  request.set_paper_id(paper_id);
  request.set_page_size(kCommentsOnPage);
  request.set_page_token(call.query.Get("comments"));
  auto list = CallMethod<v1::ListCommentsResponse>(
      kit, "CommentService/ListComments", call, std::move(request));
  if (!list.ok()) return discussion;
  discussion.editor = IsEditor(kit, call);
  for (v1::Comment& comment : *list->mutable_comments()) {
    discussion.comments.push_back(std::move(comment));
  }
  if (!list->next_page_token().empty()) {
    discussion.more_url = absl::StrCat(
        WithQuery(PaperUrl(paper_id), {{"comments", list->next_page_token()}}),
        "#comments");
  }
  return discussion;
}

std::vector<v1::KnownAuthor> KnownAuthors(const PageKit& kit, HttpCall& call,
                                          v1::ListKnownAuthorsRequest request) {
  const auto known = CallMethod<v1::ListKnownAuthorsResponse>(
      kit, "CommentService/ListKnownAuthors", call, std::move(request));
  if (!known.ok()) return {};
  return {known->authors().begin(), known->authors().end()};
}

void AddCommentPages(Router& router, std::shared_ptr<const PageKit> kit) {
  if (!HasMethod(*kit, "CommentService/CreateComment")) return;
  const auto pages = std::make_shared<const CommentPages>(kit);
  const auto add = [&](const char* verb, const char* path,
                       HttpResponse (CommentPages::*answer)(HttpCall&) const) {
    router.Add(verb, path, [pages, answer](HttpCall& call) {
      return ((*pages).*answer)(call);
    });
  };
  add("POST", "/comments/create", &CommentPages::Create);
  add("POST", "/comments/edit", &CommentPages::Edit);
  add("POST", "/comments/delete", &CommentPages::Delete);
  add("POST", "/comments/report", &CommentPages::Report);
  add("POST", "/comments/moderate", &CommentPages::Moderate);
  add("GET", "/claim", &CommentPages::ClaimForm);
  add("POST", "/claim", &CommentPages::Claim);
  add("GET", "/moderation", &CommentPages::Moderation);
  add("POST", "/moderation/settle", &CommentPages::Settle);
  add("POST", "/moderation/claim", &CommentPages::Decide);
  add("POST", "/moderation/ban", &CommentPages::Ban);
}

}  // namespace broadsheet::gateway
