#include "digest/composer.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/mail_address.h"
#include "ctemplate/template.h"
#include "digest/mime.h"
#include "digest/plain_text.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using ctemplate::TemplateDictionary;

constexpr absl::Duration kActionLife = absl::Hours(24 * 45);
constexpr absl::Duration kManageLife = absl::Hours(24 * 400);
constexpr int kShownAuthors = 3;

// The links of one mail.
class MailLinks {
 public:
  MailLinks(const Links* links, const pb::Mail& mail)
      : links_(links), mail_(mail) {}

  std::string Url(v1::MailLink::Kind kind,
                  const std::string& paper = "") const {
    const bool acts = !paper.empty() || kind == v1::MailLink::KIND_VIEW;
    pb::SealedLink link;
    link.mutable_link()->set_kind(kind);
    link.mutable_link()->set_paper_id(paper);
    link.mutable_link()->set_issue(mail_.issue());
    link.set_subscription_id(mail_.subscription_id());
    if (!paper.empty()) link.set_reader_id(mail_.reader_id());
    link.set_expires(mail_.chosen_at().seconds() +
                     absl::ToInt64Seconds(acts ? kActionLife : kManageLife));
    return links_->Url(link);
  }

 private:
  const Links* links_;
  const pb::Mail& mail_;
};

void Show(TemplateDictionary* parent, const char* section, const char* name,
          const std::string& value) {
  if (!value.empty()) parent->SetValueAndShowSection(name, value, section);
}

void AddPaper(const pb::IssuePaper& paper, const MailLinks& links,
              TemplateDictionary* page) {
  TemplateDictionary* row = page->AddSectionDictionary("PAPER");
  row->SetValue("TITLE", paper.title());
  row->SetValue("AUTHORS", AuthorLine(paper));
  row->SetValue("OPEN_URL",
                links.Url(v1::MailLink::KIND_OPEN, paper.paper_id()));
  row->SetValue("SAVE_URL",
                links.Url(v1::MailLink::KIND_SAVE, paper.paper_id()));
  row->SetValue("VOTE_URL",
                links.Url(v1::MailLink::KIND_VOTE, paper.paper_id()));
  Show(row, "CATEGORIES", "CATEGORY_LIST",
       absl::StrJoin(paper.categories(), ", "));
  Show(row, "SUMMARY", "SUMMARY_TEXT", paper.summary());
  Show(row, "REASON", "REASON_TEXT", paper.reason());
  Show(row, "CODE", "CODE_URL", paper.code_url());
}

std::string IssueText(const pb::IssueContent& issue, const MailLinks& links,
                      const std::string& address) {
  PlainText text;
  text.Line(absl::StrCat("Broadsheet, ", issue.issue()));
  text.Paragraph(issue.about());
  int number = 0;
  for (const pb::IssuePaper& paper : issue.papers()) {
    text.Blank();
    text.Paragraph(absl::StrCat(++number, ". ", paper.title()));
    text.Paragraph(AuthorLine(paper));
    text.Paragraph(paper.summary());
    text.Paragraph(paper.reason());
    text.Line(links.Url(v1::MailLink::KIND_OPEN, paper.paper_id()));
    if (!paper.code_url().empty()) text.Line("Code: " + paper.code_url());
    text.Line("Save: " + links.Url(v1::MailLink::KIND_SAVE, paper.paper_id()));
    text.Line("Vote: " + links.Url(v1::MailLink::KIND_VOTE, paper.paper_id()));
  }
  if (!issue.trending().empty()) {
    text.Blank();
    text.Line("Trending today");
  }
  for (const pb::IssuePaper& paper : issue.trending()) {
    text.Paragraph("- " + paper.title());
    text.Line(links.Url(v1::MailLink::KIND_OPEN, paper.paper_id()));
  }
  text.Blank();
  text.Line("-- ");
  text.Paragraph(
      absl::StrCat("You get this because ", address, " subscribed."));
  text.Line("Settings: " + links.Url(v1::MailLink::KIND_MANAGE));
  text.Line("Unsubscribe: " + links.Url(v1::MailLink::KIND_UNSUBSCRIBE));
  return text.text();
}

}  // namespace

std::string AuthorLine(const pb::IssuePaper& paper) {
  const int count = paper.authors_size();
  const auto& authors = paper.authors();
  if (count <= kShownAuthors + 1) return absl::StrJoin(authors, ", ");
  return absl::StrCat(
      absl::StrJoin(authors.begin(), authors.begin() + kShownAuthors, ", "),
      ", ..., ", authors.Get(count - 1), " (", count, " authors)");
}

std::string Composer::MessageId(const std::string& subscription_id,
                                const std::string& issue) const {
  const std::string domain(MailDomain(sender_.address));
  if (!issue.empty()) {
    return absl::StrCat(issue, ".", subscription_id, ".digest@", domain);
  }
  // The ids of mails about accounts are not for everybody.
  unsigned char hash[16];
  crypto_generichash(
      hash, sizeof(hash),
      reinterpret_cast<const unsigned char*>(subscription_id.data()),
      subscription_id.size(), nullptr, 0);
  return absl::StrCat(absl::BytesToHexString(absl::string_view(
                          reinterpret_cast<char*>(hash), sizeof(hash))),
                      ".notice@", domain);
}

bool Composer::ParseMessageId(const std::string& message_id,
                              std::string* subscription_id,
                              std::string* issue) {
  const std::vector<std::string> parts = absl::StrSplit(
      message_id.substr(0, message_id.find('@')), '.', absl::SkipEmpty());
  if (parts.size() != 3 || parts[2] != "digest") return false;
  *issue = parts[0];
  *subscription_id = parts[1];
  return true;
}

absl::StatusOr<Outgoing> Composer::Compose(const pb::Mail& mail) const {
  pb::MailContent content;
  if (!content.ParseFromString(mail.content())) {
    return absl::InvalidArgumentError("the content of the mail is broken");
  }
  Outgoing out;
  out.from_name = sender_.name;
  out.from = sender_.address;
  out.to = mail.address();
  out.subject = mail.subject();
  out.message_id = MessageId(mail.subscription_id(), mail.issue());
  out.date = absl::FromUnixSeconds(mail.chosen_at().seconds());
  absl::Status composed;
  if (content.has_issue()) {
    composed = ComposeIssue(mail, content.issue(), &out);
  } else if (content.has_notice()) {
    composed = ComposeNotice(content.notice(), &out);
  } else {
    composed = absl::InvalidArgumentError("the mail has no content");
  }
  if (!composed.ok()) return composed;
  return out;
}

absl::Status Composer::ComposeIssue(const pb::Mail& mail,
                                    const pb::IssueContent& issue,
                                    Outgoing* out) const {
  const MailLinks links(links_, mail);
  TemplateDictionary page("issue");
  page.SetValue("SUBJECT", mail.subject());
  page.SetValue("ABOUT", issue.about());
  page.SetValue("ISSUE", issue.issue());
  page.SetValue("ADDRESS", mail.address());
  page.SetValue("SITE", links_->site());
  page.SetValue("VIEW_URL", links.Url(v1::MailLink::KIND_VIEW));
  page.SetValue("MANAGE_URL", links.Url(v1::MailLink::KIND_MANAGE));
  page.SetValue("UNSUBSCRIBE_URL", links.Url(v1::MailLink::KIND_UNSUBSCRIBE));
  for (const pb::IssuePaper& paper : issue.papers()) {
    AddPaper(paper, links, &page);
  }
  if (!issue.trending().empty()) page.ShowSection("TRENDING");
  for (const pb::IssuePaper& paper : issue.trending()) {
    TemplateDictionary* row = page.AddSectionDictionary("TREND");
    row->SetValue("TREND_TITLE", paper.title());
    row->SetValue("TREND_AUTHORS", AuthorLine(paper));
    row->SetValue("TREND_URL",
                  links.Url(v1::MailLink::KIND_OPEN, paper.paper_id()));
  }
  auto html = templates_->Render("issue.tpl", page);
  if (!html.ok()) return html.status();
  out->html = *std::move(html);
  out->text = IssueText(issue, links, mail.address());
  out->list_id =
      absl::StrCat("digest.", std::string(MailDomain(sender_.address)));
  out->unsubscribe_url = links.Url(v1::MailLink::KIND_UNSUBSCRIBE);
  out->unsubscribe_mailbox = sender_.unsubscribe_mailbox;
  return absl::OkStatus();
}

absl::Status Composer::ComposeNotice(const pb::Notice& notice,
                                     Outgoing* out) const {
  TemplateDictionary page("notice");
  page.SetValue("SUBJECT", notice.subject());
  page.SetValue("SITE", links_->site());
  PlainText text;
  for (const std::string& paragraph : notice.paragraphs()) {
    page.AddSectionDictionary("PARAGRAPH")
        ->SetValue("PARAGRAPH_TEXT", paragraph);
    text.Paragraph(paragraph);
    text.Blank();
  }
  if (!notice.link().empty()) {
    page.ShowSection("LINK");
    page.SetValue("LINK_URL", notice.link());
    page.SetValue("LINK_LABEL", notice.link_label());
    text.Line(absl::StrCat(notice.link_label(), ":"));
    text.Line(notice.link());
  }
  auto html = templates_->Render("notice.tpl", page);
  if (!html.ok()) return html.status();
  out->html = *std::move(html);
  out->text = text.text();
  return absl::OkStatus();
}

}  // namespace broadsheet::digest
