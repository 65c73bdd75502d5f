// Desk: what subscribers and the links in mails ask for.

#include "digest/desk.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/mail_address.h"
#include "digest/issue_words.h"
#include "digest/schedule.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using State = v1::Subscription;

constexpr absl::Duration kTokenLife = absl::Hours(48);
constexpr absl::Duration kManageLife = absl::Hours(24 * 30);
constexpr size_t kTokenBytes = 24;
constexpr size_t kIdBytes = 12;
constexpr int kMaxChanges = 4;

std::string Sha256(const std::string& text) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return hash;
}

pb::Notice ConfirmNotice(const v1::DigestSettings& settings,
                         const std::string& link) {
  pb::Notice notice;
  notice.set_template_name("message");
  notice.set_subject("Please confirm your subscription to Broadsheet");
  notice.add_paragraphs(absl::StrCat(
      "Somebody, probably you, asked for mails with ", AboutOf(settings),
      ". They come once you have confirmed that this is your address."));
  notice.add_paragraphs(
      "If it was not you, do nothing: without your confirmation no other mail "
      "comes. The link serves for two days.");
  notice.set_link(link);
  notice.set_link_label("Confirm the subscription");
  return notice;
}

bool ChangesSubscription(v1::MailLink::Kind kind) {
  return kind == v1::MailLink::KIND_MANAGE ||
         kind == v1::MailLink::KIND_UNSUBSCRIBE;
}

}  // namespace

bool Desk::MaySubscribe() {
  std::lock_guard<std::mutex> lock(mu_);
  const absl::Time now = clock_->Now();
  const double most = 10 * options_.subscribe_rate;
  if (now > counted_) {
    allowed_ =
        std::min(most, allowed_ + options_.subscribe_rate *
                                      absl::ToDoubleSeconds(std::min(
                                          now - counted_, absl::Hours(1))));
    counted_ = now;
  }
  if (allowed_ < 1) return false;
  allowed_ -= 1;
  return true;
}

std::string Desk::ManageToken(const v1::Subscription& subscription) const {
  pb::SealedLink link;
  link.mutable_link()->set_kind(v1::MailLink::KIND_MANAGE);
  link.set_subscription_id(subscription.id());
  link.set_expires(absl::ToUnixSeconds(clock_->Now() + kManageLife));
  return links_->Seal(link);
}

absl::StatusOr<v1::SubscribeResponse> Desk::Subscribe(
    const CallContext& call, const v1::SubscribeRequest& request) {
  const auto address = NormalizeMailAddress(request.address());
  if (!address.ok()) {
    return InvalidField("address", AsStd(address.status().message()));
  }
  if (!MaySubscribe()) {
    return MakeError(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                     "too many subscriptions at once; try again in a minute");
  }
  std::string token;
  absl::WebSafeBase64Escape(random_(kTokenBytes), &token);
  pb::CreateSubscriptionRequest create;
  auto* subscription = create.mutable_subscription();
  subscription->set_id(absl::BytesToHexString(random_(kIdBytes)));
  subscription->set_address(*address);
  subscription->set_reader_id(request.reader_id().empty()
                                  ? links_->ReaderOf(*address)
                                  : request.reader_id());
  *subscription->mutable_settings() = request.settings();
  create.set_token_sha256(Sha256(token));
  create.mutable_expires_at()->set_seconds(
      absl::ToUnixSeconds(clock_->Now() + kTokenLife));
  *create.mutable_notice() =
      ConfirmNotice(request.settings(),
                    absl::StrCat(links_->site(), "/subscribe/confirm/", token));
  const auto created = houses_->CreateSubscription(call, create);
  if (!created.ok()) return created.status();
  return v1::SubscribeResponse();
}

absl::StatusOr<v1::ConfirmSubscriptionResponse> Desk::ConfirmSubscription(
    const CallContext& call, const v1::ConfirmSubscriptionRequest& request) {
  pb::ConfirmSubscriptionRequest confirm;
  confirm.set_token_sha256(Sha256(request.token()));
  auto confirmed = houses_->ConfirmSubscription(call, confirm);
  if (!confirmed.ok()) return confirmed.status();
  v1::ConfirmSubscriptionResponse response;
  *response.mutable_subscription() =
      std::move(*confirmed->mutable_subscription());
  response.set_manage_token(ManageToken(response.subscription()));
  return response;
}

absl::StatusOr<v1::Subscription> Desk::Read(const CallContext& call,
                                            const std::string& id) {
  pb::GetSubscriptionRequest request;
  request.set_id(id);
  auto response = houses_->GetSubscription(call, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_subscription());
}

absl::StatusOr<std::string> Desk::View(const CallContext& call,
                                       const pb::SealedLink& link) {
  pb::GetMailRequest request;
  request.set_subscription_id(link.subscription_id());
  request.set_issue(link.link().issue());
  const auto mail = houses_->GetMail(call, request);
  if (!mail.ok()) return mail.status();
  auto outgoing = composer_->Compose(mail->mail());
  if (!outgoing.ok()) return outgoing.status();
  return std::move(outgoing->html);
}

absl::StatusOr<v1::GetMailLinkResponse> Desk::GetMailLink(
    const CallContext& call, const v1::GetMailLinkRequest& request) {
  const auto link = links_->Open(request.token(), clock_->Now());
  if (!link.ok()) return link.status();
  v1::GetMailLinkResponse response;
  *response.mutable_link() = link->link();
  if (ChangesSubscription(link->link().kind())) {
    auto subscription = Read(call, link->subscription_id());
    if (!subscription.ok()) return subscription.status();
    *response.mutable_subscription() = *std::move(subscription);
  }
  if (link->link().kind() == v1::MailLink::KIND_VIEW) {
    auto html = View(call, *link);
    if (!html.ok()) return html.status();
    response.set_html(*std::move(html));
  }
  if (!link->link().paper_id().empty()) {
    const auto paper = houses_->GetPaper(call, link->link().paper_id());
    response.set_title(paper.ok() && !paper->title().empty()
                           ? paper->title()
                           : link->link().paper_id());
  }
  return response;
}

// One event for a reader, kind, issue and paper, however often the link is
// followed.
absl::Status Desk::Record(const CallContext& call, const pb::SealedLink& link,
                          v1::EventKind kind) {
  if (link.reader_id().empty()) return absl::OkStatus();
  v1::Event event;
  event.set_event_id(absl::StrCat(
      "mail:", static_cast<int>(kind), ":",
      absl::BytesToHexString(
          Sha256(absl::StrCat(link.subscription_id(), "\n", link.link().issue(),
                              "\n", link.link().paper_id())))
          .substr(0, 40)));
  event.set_reader_id(link.reader_id());
  event.set_paper_id(link.link().paper_id());
  event.set_kind(kind);
  event.mutable_at()->set_seconds(absl::ToUnixSeconds(clock_->Now()));
  event.set_list("digest");
  return houses_->AppendEvent(call, event);
}

absl::Status Desk::Click(const CallContext& call, const pb::SealedLink& link) {
  pb::AddClickRequest click;
  click.set_subscription_id(link.subscription_id());
  click.set_issue(link.link().issue());
  click.set_paper_id(link.link().paper_id());
  const auto added = houses_->AddClick(call, click);
  if (!added.ok()) return added.status();
  return Record(call, link, v1::EVENT_KIND_CLICK);
}

absl::StatusOr<v1::FollowMailLinkResponse> Desk::FollowMailLink(
    const CallContext& call, const v1::FollowMailLinkRequest& request) {
  const auto link = links_->Open(request.token(), clock_->Now());
  if (!link.ok()) return link.status();
  absl::Status done;
  switch (link->link().kind()) {
    case v1::MailLink::KIND_VOTE:
      done = Record(call, *link, v1::EVENT_KIND_UPVOTE);
      break;
    case v1::MailLink::KIND_SAVE:
      done = Record(call, *link, v1::EVENT_KIND_SAVE);
      break;
    case v1::MailLink::KIND_OPEN:
      done = Click(call, *link);
      break;
    case v1::MailLink::KIND_UNSUBSCRIBE:
      done = Change(call, *link, [](v1::Subscription* subscription) {
               subscription->set_state(State::STATE_UNSUBSCRIBED);
             }).status();
      break;
    default:
      break;
  }
  if (!done.ok()) return done;
  v1::FollowMailLinkResponse response;
  *response.mutable_link() = link->link();
  return response;
}

absl::StatusOr<v1::Subscription> Desk::Change(
    const CallContext& call, const pb::SealedLink& link,
    const std::function<void(v1::Subscription*)>& change) {
  absl::Status last;
  for (int tries = 0; tries < kMaxChanges; ++tries) {
    auto subscription = Read(call, link.subscription_id());
    if (!subscription.ok()) return subscription.status();
    const auto before = subscription->state();
    change(&*subscription);
    const bool ended = subscription->state() == State::STATE_UNSUBSCRIBED;
    // Again what it is already: nothing to do.
    if (ended && before == State::STATE_UNSUBSCRIBED) return subscription;
    const Slot next =
        NextSlot(subscription->settings(), clock_->Now(), options_.zone);
    subscription->mutable_next_at()->set_seconds(absl::ToUnixSeconds(next.at));
    pb::UpdateSubscriptionRequest update;
    *update.mutable_subscription() = *std::move(subscription);
    if (ended) update.set_issue(link.link().issue());
    auto response = houses_->UpdateSubscription(call, update);
    if (response.ok()) return std::move(*response->mutable_subscription());
    last = response.status();
    if (!absl::IsAborted(last)) break;
  }
  return last;
}

absl::StatusOr<v1::ChangeSubscriptionResponse> Desk::ChangeSubscription(
    const CallContext& call, const v1::ChangeSubscriptionRequest& request) {
  const auto link = links_->Open(request.token(), clock_->Now());
  if (!link.ok()) return link.status();
  if (!ChangesSubscription(link->link().kind())) {
    return MakeError(absl::StatusCode::kPermissionDenied, "OTHER_LINK",
                     "this link is for something else");
  }
  if (request.state() == State::STATE_UNCONFIRMED) {
    return InvalidField("state", "cannot be unconfirmed again");
  }
  bool confirmed = true;
  auto changed = Change(call, *link, [&](v1::Subscription* subscription) {
    if (request.has_settings()) {
      *subscription->mutable_settings() = request.settings();
    }
    confirmed = subscription->state() != State::STATE_UNCONFIRMED;
    if (confirmed && request.state() != State::STATE_UNSPECIFIED) {
      subscription->set_state(request.state());
    }
  });
  if (!changed.ok()) return changed.status();
  v1::ChangeSubscriptionResponse response;
  *response.mutable_subscription() = *std::move(changed);
  return response;
}

}  // namespace broadsheet::digest
