// Desk: what the operator asks for.

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/mail_address.h"
#include "digest/desk.h"
#include "digest/maildir.h"
#include "digest/mime.h"
#include "digest/schedule.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;

constexpr int kMaxRounds = 5;
constexpr int kExportPage = 100;

}  // namespace

absl::StatusOr<v1::SendDueResponse> Desk::SendDue(const CallContext& call,
                                                  const v1::SendDueRequest&) {
  v1::SendDueResponse response;
  for (int round = 0; round < kMaxRounds; ++round) {
    const auto planned = planner_->Plan(call);
    if (!planned.ok()) return planned.status();
    response.set_chosen(response.chosen() + planned->put);
    if (planned->taken == 0) break;
  }
  return response;
}

absl::StatusOr<v1::PreviewResponse> Desk::Preview(
    const CallContext& call, const v1::PreviewRequest& request) {
  v1::Subscription subscription;
  if (request.subscription_id().empty()) {
    *subscription.mutable_settings() = request.settings();
    subscription.set_address("you@example.org");
    subscription.set_reader_id(request.reader_id());
  } else {
    auto read = Read(call, request.subscription_id());
    if (!read.ok()) return read.status();
    subscription = *std::move(read);
  }
  auto issue = chooser_->Preview(call, subscription);
  if (!issue.ok()) return issue.status();
  v1::PreviewResponse response;
  if (issue->subject().empty()) return response;
  issue->set_issue(
      LatestSlot(subscription.settings(), clock_->Now(), options_.zone).issue);
  pb::Mail mail;
  mail.set_subscription_id("preview");
  mail.set_issue(issue->issue());
  mail.set_address(subscription.address());
  mail.set_subject(issue->subject());
  mail.mutable_chosen_at()->set_seconds(absl::ToUnixSeconds(clock_->Now()));
  pb::MailContent content;
  *content.mutable_issue() = *std::move(issue);
  mail.set_content(content.SerializeAsString());
  auto outgoing = composer_->Compose(mail);
  if (!outgoing.ok()) return outgoing.status();
  response.set_subject(outgoing->subject);
  response.set_text(outgoing->text);
  response.set_html(outgoing->html);
  return response;
}

absl::StatusOr<v1::PauseDigestsResponse> Desk::PauseDigests(
    const CallContext& call, const v1::PauseDigestsRequest& request) {
  const auto paused = houses_->Paused(call);
  if (!paused.ok()) return paused.status();
  if (*paused != request.paused()) {
    absl::Status set = houses_->SetPaused(call, request.paused());
    if (!set.ok()) return set;
  }
  return v1::PauseDigestsResponse();
}

absl::StatusOr<v1::ListIssuesResponse> Desk::ListIssues(
    const CallContext& call, const v1::ListIssuesRequest& request) {
  pb::ListIssuesRequest list;
  list.set_limit(request.page_size());
  list.set_issue(request.issue());
  auto listed = houses_->ListIssues(call, list);
  if (!listed.ok()) return listed.status();
  const auto paused = houses_->Paused(call);
  if (!paused.ok()) return paused.status();
  v1::ListIssuesResponse response;
  response.mutable_issues()->Swap(listed->mutable_issues());
  response.set_notices_waiting(listed->notices_waiting());
  response.set_active_subscriptions(listed->active_subscriptions());
  response.set_paused(*paused);
  response.set_transport(options_.maildir.empty() ? "smtp" : "maildir");
  return response;
}

absl::StatusOr<v1::ListMailsResponse> Desk::ListMails(
    const CallContext& call, const v1::ListMailsRequest& request) {
  pb::ListMailsRequest list;
  list.set_issue(request.issue());
  list.set_subscription_id(request.subscription_id());
  list.set_address(request.address());
  list.set_page_size(request.page_size());
  list.set_page_token(request.page_token());
  auto listed = houses_->ListMails(call, list);
  if (!listed.ok()) return listed.status();
  v1::ListMailsResponse response;
  response.mutable_mails()->Swap(listed->mutable_mails());
  response.set_next_page_token(listed->next_page_token());
  return response;
}

absl::StatusOr<v1::ResendMailResponse> Desk::ResendMail(
    const CallContext& call, const v1::ResendMailRequest& request) {
  pb::ResendMailRequest resend;
  resend.set_subscription_id(request.subscription_id());
  resend.set_issue(request.issue());
  const auto resent = houses_->ResendMail(call, resend);
  if (!resent.ok()) return resent.status();
  v1::ResendMailResponse response;
  response.set_issue(resent->issue());
  return response;
}

absl::StatusOr<v1::SuppressAddressResponse> Desk::SuppressAddress(
    const CallContext& call, const v1::SuppressAddressRequest& request) {
  pb::SetSuppressionRequest set;
  *set.mutable_suppression() = request.suppression();
  std::string subscription, issue;
  if (Composer::ParseMessageId(request.message_id(), &subscription, &issue)) {
    set.set_subscription_id(subscription);
    set.set_issue(issue);
  }
  const auto done = houses_->SetSuppression(call, set);
  if (!done.ok()) return done.status();
  return v1::SuppressAddressResponse();
}

absl::StatusOr<v1::ExportAddressResponse> Desk::ExportAddress(
    const CallContext& call, const v1::ExportAddressRequest& request) {
  const auto address = NormalizeMailAddress(request.address());
  if (!address.ok()) {
    return InvalidField("address", AsStd(address.status().message()));
  }
  v1::ExportAddressResponse response;
  if (request.page_token().empty()) {
    pb::ListSubscriptionsRequest subscriptions;
    subscriptions.set_address(*address);
    subscriptions.set_page_size(1000);
    auto listed = houses_->ListSubscriptions(call, subscriptions);
    if (!listed.ok()) return listed.status();
    response.mutable_subscriptions()->Swap(listed->mutable_subscriptions());
    pb::ListSuppressionsRequest suppressions;
    suppressions.set_address(*address);
    const auto found = houses_->ListSuppressions(call, suppressions);
    if (!found.ok()) return found.status();
    if (!found->suppressions().empty()) {
      *response.mutable_suppression() = found->suppressions(0);
    }
  }
  pb::ListMailsRequest mails;
  mails.set_address(*address);
  mails.set_page_size(kExportPage);
  mails.set_page_token(request.page_token());
  auto listed = houses_->ListMails(call, mails);
  if (!listed.ok()) return listed.status();
  response.mutable_mails()->Swap(listed->mutable_mails());
  response.set_next_page_token(listed->next_page_token());
  return response;
}

absl::StatusOr<v1::EraseAddressResponse> Desk::EraseAddress(
    const CallContext& call, const v1::EraseAddressRequest& request) {
  const auto address = NormalizeMailAddress(request.address());
  if (!address.ok()) {
    return InvalidField("address", AsStd(address.status().message()));
  }
  pb::EraseAddressRequest erase;
  erase.set_address(*address);
  erase.set_lift_suppression(request.lift_suppression());
  const auto done = houses_->EraseAddress(call, erase);
  if (!done.ok()) return done.status();
  // What the address did is found by the address alone: when this fails, the
  // same call does it.
  absl::Status erased = houses_->EraseReader(call, links_->ReaderOf(*address));
  if (!erased.ok()) return erased;
  v1::EraseAddressResponse response;
  response.set_subscriptions(done->subscriptions());
  response.set_mails(done->mails());
  return response;
}

absl::StatusOr<v1::ListKeptMailsResponse> Desk::ListKeptMails(
    const CallContext&, const v1::ListKeptMailsRequest& request) {
  if (options_.maildir.empty()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "MAILS_ARE_SENT",
                     "mails go to an SMTP server; none are kept here");
  }
  v1::ListKeptMailsResponse response;
  if (!request.name().empty()) {
    auto content = ReadMaildir(options_.maildir, request.name());
    if (!content.ok()) return content.status();
    response.set_content(ReadableMessage(*content));
    return response;
  }
  auto mails = ListMaildir(options_.maildir);
  if (!mails.ok()) return mails.status();
  for (v1::KeptMail& mail : *mails) *response.add_mails() = std::move(mail);
  return response;
}

}  // namespace broadsheet::digest
