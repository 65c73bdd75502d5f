#include "digest/planner.h"

#include <utility>
#include <vector>

#include "digest/schedule.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;

// Confirmed a moment ago: its first slot is yet to be found.
bool IsNew(const v1::Subscription& subscription) {
  return subscription.next_at().seconds() == 0;
}

}  // namespace

absl::StatusOr<Planner::Planned> Planner::Plan(const CallContext& call) {
  pb::ClaimDueRequest claim;
  claim.set_limit(options_.batch);
  claim.mutable_lease()->set_seconds(absl::ToInt64Seconds(options_.lease));
  claim.set_from(random_id_());
  auto due = houses_->ClaimDue(call, claim);
  if (due.ok() && due->due().empty()) {
    claim.clear_from();
    due = houses_->ClaimDue(call, claim);
  }
  if (!due.ok()) return due.status();
  Planned planned;
  planned.taken = due->due_size();
  if (planned.taken == 0) return planned;
  std::vector<v1::Subscription> subscriptions;
  for (const pb::DueSubscription& one : due->due()) {
    if (!IsNew(one.subscription())) {
      subscriptions.push_back(one.subscription());
    }
  }
  auto contents = chooser_->Choose(call, subscriptions);
  if (!contents.ok()) return contents.status();
  pb::PutIssuesRequest put;
  auto content = contents->begin();
  for (const pb::DueSubscription& one : due->due()) {
    const bool is_new = IsNew(one.subscription());
    *put.add_issues() =
        Chosen(one, is_new ? pb::IssueContent() : std::move(*content++));
  }
  const auto stored = houses_->PutIssues(call, put);
  if (!stored.ok()) return stored.status();
  planned.put = stored->put();
  return planned;
}

pb::ChosenIssue Planner::Chosen(const pb::DueSubscription& due,
                                pb::IssueContent content) const {
  const v1::Subscription& subscription = due.subscription();
  const absl::Time now = clock_->Now();
  const Slot next = NextSlot(subscription.settings(), now, options_.zone);
  pb::ChosenIssue chosen;
  chosen.set_fence(due.fence());
  chosen.mutable_next_at()->set_seconds(absl::ToUnixSeconds(next.at));
  pb::Mail& mail = *chosen.mutable_mail();
  mail.set_subscription_id(subscription.id());
  if (IsNew(subscription)) return chosen;
  const Slot slot = LatestSlot(subscription.settings(), now, options_.zone);
  mail.set_issue(slot.issue);
  mail.set_kind(pb::MAIL_KIND_DIGEST);
  mail.set_address(subscription.address());
  mail.set_message_id(composer_->MessageId(subscription.id(), slot.issue));
  const bool empty =
      content.papers().empty() && !subscription.settings().send_empty();
  mail.set_state(empty ? v1::MAIL_STATE_EMPTY : v1::MAIL_STATE_CHOSEN);
  if (empty) return chosen;
  content.set_issue(slot.issue);
  mail.set_subject(content.subject());
  for (const auto* papers : {&content.papers(), &content.trending()}) {
    for (const pb::IssuePaper& paper : *papers) {
      chosen.add_paper_ids(paper.paper_id());
    }
  }
  pb::MailContent kept;
  *kept.mutable_issue() = std::move(content);
  mail.set_content(kept.SerializeAsString());
  return chosen;
}

}  // namespace broadsheet::digest
