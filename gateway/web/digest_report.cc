// /digest: what became of the mails, for the operator.

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "ctemplate/template.h"
#include "gateway/web/subscribe_pages.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;
using Kit = std::shared_ptr<const PageKit>;

template <class Request, class Response>
absl::Status Call(const Kit& kit, HttpCall& call, const char* method,
                  Request request, Response* response) {
  return kit->methods()->Invoke(method, call.context, call.identity, &request,
                                response);
}

void FillIssues(const v1::ListIssuesResponse& issues,
                TemplateDictionary* page) {
  int64_t most = 1;
  for (const v1::IssueReport& issue : issues.issues()) {
    most = std::max(most, issue.mails());
  }
  for (const v1::IssueReport& issue : issues.issues()) {
    TemplateDictionary* row = page->AddSectionDictionary("ISSUE");
    row->SetValue("NAME", issue.issue());
    for (const auto& [name, value] :
         {std::pair{"SENT", issue.sent()},
          std::pair{"WAITING", issue.waiting()},
          std::pair{"FAILED", issue.failed()},
          std::pair{"BOUNCED", issue.bounced()},
          std::pair{"CLICKED", issue.clicked()},
          std::pair{"UNSUBSCRIBED", issue.unsubscribed()},
          std::pair{"DOUBTS", issue.doubts()}}) {
      row->SetValue(name, WithThousands(value));
    }
    // Bars are meters: a strict policy allows no inline style.
    row->SetValue("MOST", absl::StrCat(most));
    row->SetValue("COUNT", absl::StrCat(issue.sent()));
  }
}

void FillKept(const v1::ListKeptMailsResponse& kept, TemplateDictionary* page) {
  page->ShowSection("KEPT");
  for (const v1::KeptMail& mail : kept.mails()) {
    TemplateDictionary* row = page->AddSectionDictionary("MAIL");
    row->SetValue("MAIL_URL", absl::StrCat("/digest/kept/", mail.name()));
    row->SetValue("MAIL_TO", mail.to());
    row->SetValue("MAIL_SUBJECT", mail.subject());
  }
}

HttpResponse Report(const Kit& kit, HttpCall& call) {
  v1::ListIssuesResponse issues;
  absl::Status done = Call(kit, call, "DigestService/ListIssues",
                           v1::ListIssuesRequest(), &issues);
  if (!done.ok()) return kit->Error(call, done);
  v1::ListKeptMailsResponse kept;
  const bool keeps = issues.transport() == "maildir";
  if (keeps) {
    done = Call(kit, call, "DigestService/ListKeptMails",
                v1::ListKeptMailsRequest(), &kept);
    if (!done.ok()) return kit->Error(call, done);
  }
  const PageFrame frame = kit->Frame(call, "Digests", "");
  return kit->Html(
      200, kit->writer().Write(
               frame, "digest_report.tpl", [&](TemplateDictionary& page) {
                 page.SetValue("CSRF", frame.csrf);
                 page.SetValue("ACTIVE",
                               WithThousands(issues.active_subscriptions()));
                 page.SetValue("NOTICES",
                               WithThousands(issues.notices_waiting()));
                 page.ShowSection(issues.paused() ? "PAUSED" : "RUNNING");
                 FillIssues(issues, &page);
                 if (keeps) FillKept(kept, &page);
               }));
}

HttpResponse SetPaused(const Kit& kit, HttpCall& call) {
  v1::PauseDigestsRequest request;
  request.set_paused(call.form.Get("paused") == "yes");
  v1::PauseDigestsResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/PauseDigests", request, &response);
  return done.ok() ? SeeOther("/digest") : kit->Error(call, done);
}

HttpResponse ShowKept(const Kit& kit, HttpCall& call) {
  v1::ListKeptMailsRequest request;
  request.set_name(call.Variable("name"));
  v1::ListKeptMailsResponse kept;
  const absl::Status done =
      Call(kit, call, "DigestService/ListKeptMails", request, &kept);
  if (!done.ok()) return kit->Error(call, done);
  return TextAnswer(200, "text/plain; charset=utf-8",
                    std::move(*kept.mutable_content()));
}

// With the mail that a visitor of the form would get.
HttpResponse Preview(const Kit& kit, HttpCall& call) {
  v1::PreviewRequest request;
  request.set_subscription_id(call.query.Get("subscription"));
  v1::PreviewResponse response;
  const absl::Status done =
      Call(kit, call, "DigestService/Preview", request, &response);
  if (!done.ok()) return kit->Error(call, done);
  if (response.html().empty()) {
    return kit->Error(call, 404, "There is nothing new to send.");
  }
  HttpResponse page = TextAnswer(200, "text/html; charset=utf-8",
                                 std::move(*response.mutable_html()));
  page.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
      "frame-ancestors 'none'");
  return page;
}

}  // namespace

void AddDigestReport(Router& router, Kit kit) {
  router.Add("GET", "/digest",
             [kit](HttpCall& call) { return Report(kit, call); });
  router.Add("POST", "/digest",
             [kit](HttpCall& call) { return SetPaused(kit, call); });
  router.Add("GET", "/digest/preview",
             [kit](HttpCall& call) { return Preview(kit, call); });
  router.Add("GET", "/digest/kept/{name}",
             [kit](HttpCall& call) { return ShowKept(kit, call); });
}

}  // namespace broadsheet::gateway
