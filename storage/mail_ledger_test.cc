#include "storage/mail_ledger.h"

#include <string>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/records.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;
using ::testing::ElementsAre;

class MailLedgerTest : public ::testing::Test {
 protected:
  void Subscribe(const std::string& id) {
    pb::CreateSubscriptionRequest request;
    auto* subscription = request.mutable_subscription();
    subscription->set_id(id);
    subscription->set_address(id + "@example.org");
    subscription->set_reader_id("mail:" + id);
    request.set_token_sha256(std::string(32, id[0]));
    *request.mutable_expires_at() =
        TimestampOf(store_.clock.Now() + absl::Hours(48));
    *request.mutable_notice() = Notice();
    EXPECT_TRUE(store_.repositories.subscriptions.Create(TestCall(), request)
                    ->created());
    pb::ConfirmSubscriptionRequest confirm;
    confirm.set_token_sha256(request.token_sha256());
    EXPECT_TRUE(store_.repositories.subscriptions.Confirm(TestCall(), confirm)
                    ->confirmed());
  }

  static pb::Notice Notice() {
    pb::Notice notice;
    notice.set_template_name("message");
    notice.set_subject("Hello");
    return notice;
  }

  // Chooses the issue for a subscription that is due.
  int Choose(const std::string& id, const std::string& issue,
             const std::vector<std::string>& papers) {
    pb::ClaimDueRequest claim;
    claim.set_limit(500);
    claim.mutable_lease()->set_seconds(60);
    const auto due =
        *store_.repositories.subscriptions.ClaimDue(TestCall(), claim);
    pb::PutIssuesRequest request;
    for (const pb::DueSubscription& one : due.due()) {
      if (one.subscription().id() != id) continue;
      AddIssue(one.fence(), id, issue, papers, &request);
    }
    if (request.issues().empty()) return 0;
    return store_.repositories.mail.PutIssues(TestCall(), request)->put();
  }

  void AddIssue(int64_t fence, const std::string& id, const std::string& issue,
                const std::vector<std::string>& papers,
                pb::PutIssuesRequest* request) {
    auto* chosen = request->add_issues();
    chosen->set_fence(fence);
    auto* mail = chosen->mutable_mail();
    mail->set_subscription_id(id);
    mail->set_issue(issue);
    mail->set_kind(pb::MAIL_KIND_DIGEST);
    mail->set_address(id + "@example.org");
    mail->set_message_id(issue + "." + id + "@example.org");
    mail->set_subject("Papers");
    mail->set_content("content");
    mail->set_state(v1::MAIL_STATE_CHOSEN);
    *chosen->mutable_next_at() =
        TimestampOf(store_.clock.Now() + absl::Hours(24));
    for (const std::string& paper : papers) chosen->add_paper_ids(paper);
  }

  std::vector<pb::Mail> Take(pb::MailKind kind = pb::MAIL_KIND_DIGEST) {
    pb::ExchangeMailsRequest request;
    request.set_kind(kind);
    request.set_limit(10);
    request.set_owner("test");
    request.mutable_lease()->set_seconds(30);
    const auto response =
        store_.repositories.mail.Exchange(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->mails().begin(), response->mails().end()};
  }

  void Note(const pb::Mail& mail, pb::MailResult::Outcome outcome,
            absl::Duration pause = absl::ZeroDuration()) {
    pb::ExchangeMailsRequest request;
    auto* result = request.add_results();
    result->set_subscription_id(mail.subscription_id());
    result->set_issue(mail.issue());
    result->set_fence(mail.fence());
    result->set_outcome(outcome);
    result->set_answer("550 no \xff such user");
    *result->mutable_due_at() = TimestampOf(store_.clock.Now() + pause);
    EXPECT_TRUE(store_.repositories.mail.Exchange(TestCall(), request).ok());
  }

  v1::MailSummary Find(const std::string& id) {
    pb::ListMailsRequest request;
    request.set_subscription_id(id);
    const auto response =
        store_.repositories.mail_reports.ListMails(TestCall(), request);
    EXPECT_EQ(response->mails_size(), 1);
    return response->mails(0);
  }

  TestStore store_;
};

TEST_F(MailLedgerTest, QueuesAMailOnceByItsId) {
  pb::QueueMailRequest request;
  request.set_id("reset:1");
  request.set_address("Ada@Example.org");
  *request.mutable_notice() = Notice();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(store_.repositories.mail.Queue(TestCall(), request).ok());
  }
  const auto mails = Take(pb::MAIL_KIND_TRANSACTIONAL);
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].address(), "Ada@example.org");
  Note(mails[0], pb::MailResult::OUTCOME_SENT);
  EXPECT_TRUE(store_.repositories.mail.Queue(TestCall(), request).ok());
  EXPECT_TRUE(Take(pb::MAIL_KIND_TRANSACTIONAL).empty());
}

TEST_F(MailLedgerTest, RefusesAddressesThatWouldBreakAHeader) {
  pb::QueueMailRequest request;
  request.set_id("1");
  request.set_address("a@b.org\r\nBcc: c@d.org");
  *request.mutable_notice() = Notice();
  EXPECT_EQ(
      ReasonOf(store_.repositories.mail.Queue(TestCall(), request).status()),
      "INVALID_FIELD");
}

TEST_F(MailLedgerTest, ChoosesAnIssueOnceAndRemembersItsPapers) {
  Subscribe("a");
  EXPECT_EQ(Choose("a", "2026-11-23", {"p1", "p2"}), 1);
  EXPECT_EQ(Choose("a", "2026-11-23", {"p3"}), 0);
  store_.clock.Advance(absl::Hours(25));
  EXPECT_EQ(Choose("a", "2026-11-23", {"p3"}), 0);
  pb::FindMailedRequest request;
  auto* candidates = request.add_candidates();
  candidates->set_subscription_id("a");
  for (const char* paper : {"p1", "p2", "p3"}) candidates->add_paper_ids(paper);
  const auto mailed = store_.repositories.mail.FindMailed(TestCall(), request);
  EXPECT_THAT(mailed->mailed(0).paper_ids(),
              ::testing::UnorderedElementsAre("p1", "p2"));
}

TEST_F(MailLedgerTest, TakesNoIssueFromWhoLostTheSubscription) {
  Subscribe("a");
  pb::ClaimDueRequest claim;
  claim.set_limit(1);
  claim.mutable_lease()->set_seconds(10);
  auto& subscriptions = store_.repositories.subscriptions;
  const auto first = *subscriptions.ClaimDue(TestCall(), claim);
  ASSERT_EQ(first.due_size(), 1);
  EXPECT_EQ(subscriptions.ClaimDue(TestCall(), claim)->due_size(), 0);
  store_.clock.Advance(absl::Seconds(11));
  EXPECT_EQ(subscriptions.ClaimDue(TestCall(), claim)->due_size(), 1);
  pb::PutIssuesRequest late;
  AddIssue(first.due(0).fence(), "a", "2026-11-23", {"p1"}, &late);
  EXPECT_EQ(store_.repositories.mail.PutIssues(TestCall(), late)->put(), 0);
  EXPECT_TRUE(Take().empty());
}

TEST_F(MailLedgerTest, GivesAMailToOneSenderAndNeverAgainOnceItIsSent) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  const auto mails = Take();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].content(), "content");
  EXPECT_EQ(mails[0].reader_id(), "mail:a");
  EXPECT_TRUE(Take().empty());
  Note(mails[0], pb::MailResult::OUTCOME_SENT);
  store_.clock.Advance(absl::Hours(1));
  EXPECT_TRUE(Take().empty());
  EXPECT_EQ(Find("a").state(), v1::MAIL_STATE_SENT);
  EXPECT_EQ(Find("a").doubts(), 0);
}

TEST_F(MailLedgerTest, CountsADoubtWhenASenderDoesNotSayWhatBecameOfAMail) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  const auto first = Take();
  store_.clock.Advance(absl::Seconds(31));
  const auto second = Take();
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].doubts(), 1);
  EXPECT_EQ(second[0].message_id(), first[0].message_id());
  // Who lost it may not have it tried again, but may say that it was taken.
  Note(first[0], pb::MailResult::OUTCOME_LATER);
  EXPECT_TRUE(Take().empty());
  Note(first[0], pb::MailResult::OUTCOME_SENT);
  Note(second[0], pb::MailResult::OUTCOME_LATER);
  EXPECT_EQ(Find("a").state(), v1::MAIL_STATE_SENT);
}

TEST_F(MailLedgerTest, TriesAgainLaterAndGivesUpWhenTheNewsIsOld) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  Note(Take()[0], pb::MailResult::OUTCOME_LATER, absl::Minutes(5));
  EXPECT_TRUE(Take().empty());
  store_.clock.Advance(absl::Minutes(6));
  const auto again = Take();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].tries(), 1);
  EXPECT_EQ(again[0].doubts(), 0);
  Note(again[0], pb::MailResult::OUTCOME_UNTRIED, absl::Hours(40));
  store_.clock.Advance(absl::Hours(41));
  EXPECT_TRUE(Take().empty());
  EXPECT_EQ(Find("a").state(), v1::MAIL_STATE_FAILED);
  EXPECT_EQ(Find("a").tries(), 1);
}

TEST_F(MailLedgerTest, SuppressesAnAddressThatIsRefusedForGood) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  Note(Take()[0], pb::MailResult::OUTCOME_BOUNCED);
  EXPECT_TRUE(Find("a").bounced());
  EXPECT_EQ(Find("a").answer(), "550 no ? such user");
  const auto listed =
      store_.repositories.mail_reports.ListSuppressions(TestCall(), {});
  ASSERT_EQ(listed->suppressions_size(), 1);
  EXPECT_EQ(listed->suppressions(0).address(), "a@example.org");
  store_.clock.Advance(absl::Hours(25));
  EXPECT_EQ(Choose("a", "2026-11-24", {"p2"}), 1);
  EXPECT_TRUE(Take().empty());
}

TEST_F(MailLedgerTest, SendsNothingToWhoUnsubscribedMeanwhile) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  pb::GetSubscriptionRequest get;
  get.set_id("a");
  pb::UpdateSubscriptionRequest update;
  auto& subscriptions = store_.repositories.subscriptions;
  *update.mutable_subscription() =
      subscriptions.Get(TestCall(), get)->subscription();
  update.mutable_subscription()->set_state(
      v1::Subscription::STATE_UNSUBSCRIBED);
  update.set_issue("2026-11-23");
  EXPECT_TRUE(subscriptions.Update(TestCall(), update).ok());
  EXPECT_TRUE(Take().empty());
  EXPECT_EQ(Find("a").state(), v1::MAIL_STATE_CANCELLED);
  EXPECT_TRUE(Find("a").unsubscribed());
  EXPECT_EQ(ReasonOf(subscriptions.Update(TestCall(), update).status()),
            "SUBSCRIPTION_MOVED");
}

TEST_F(MailLedgerTest, SendsACopyUnderAnotherNameWhenAsked) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  Note(Take()[0], pb::MailResult::OUTCOME_SENT);
  pb::ResendMailRequest request;
  request.set_subscription_id("a");
  request.set_issue("2026-11-23");
  EXPECT_EQ(store_.repositories.mail.Resend(TestCall(), request)->issue(),
            "2026-11-23+2");
  const auto copy = Take();
  ASSERT_EQ(copy.size(), 1u);
  EXPECT_EQ(copy[0].content(), "content");
  request.set_issue("2026-11-22");
  EXPECT_EQ(
      ReasonOf(store_.repositories.mail.Resend(TestCall(), request).status()),
      "MAIL_UNKNOWN");
}

TEST_F(MailLedgerTest, ReportsAnIssueAndCountsAClickOnce) {
  Subscribe("a");
  Subscribe("b");
  Choose("a", "2026-11-23", {"p1"});
  Choose("b", "2026-11-23", {"p1"});
  store_.clock.Advance(absl::Seconds(61));
  Choose("b", "2026-11-23", {"p1"});
  for (const auto& mail : Take()) Note(mail, pb::MailResult::OUTCOME_SENT);
  pb::AddClickRequest click;
  click.set_subscription_id("a");
  click.set_issue("2026-11-23");
  click.set_paper_id("p1");
  auto& reports = store_.repositories.mail_reports;
  EXPECT_TRUE(reports.AddClick(TestCall(), click)->added());
  EXPECT_FALSE(reports.AddClick(TestCall(), click)->added());
  click.set_issue("2026-11-22");
  EXPECT_FALSE(reports.AddClick(TestCall(), click)->added());
  const auto issues = reports.ListIssues(TestCall(), {});
  ASSERT_EQ(issues->issues_size(), 1);
  EXPECT_EQ(issues->issues(0).sent(), 2);
  EXPECT_EQ(issues->issues(0).clicked(), 1);
  EXPECT_EQ(issues->active_subscriptions(), 2);
}

TEST_F(MailLedgerTest, ErasingAReaderTakesSubscriptionsAndMailsAlong) {
  Subscribe("a");
  Subscribe("b");
  Choose("a", "2026-11-23", {"p:1"});
  pb::ExportReaderRequest look;
  look.mutable_query()->set_reader_id("mail:a");
  const auto page =
      store_.repositories.reader_export.Export(TestCall(), look)->page();
  ASSERT_EQ(page.subscriptions_size(), 1);
  EXPECT_EQ(page.subscriptions(0).address(), "a@example.org");
  pb::EraseReaderRequest request;
  request.set_reader_id("mail:a");
  const auto erased = store_.repositories.eraser.Erase(TestCall(), request);
  EXPECT_EQ(erased->erased().subscriptions(), 1);
  for (const char* query :
       {"select count(*) from subscriptions where id = 'a'",
        "select count(*) from mails where address = 'a@example.org'",
        "select count(*) from mailed_papers where subscription_id = 'a'",
        "select count(*) from mail_tokens where subscription_id = 'a'"}) {
    EXPECT_EQ(store_.Run(query), "0\n") << query;
  }
  EXPECT_EQ(store_.Run("select count(*) from mails "
                       "where address = 'b@example.org'"),
            "1\n");
}

TEST_F(MailLedgerTest, ErasesAnAddressWithAllItsMails) {
  Subscribe("a");
  Choose("a", "2026-11-23", {"p1"});
  pb::EraseAddressRequest request;
  request.set_address("a@EXAMPLE.org");
  const auto erased =
      store_.repositories.mail_reports.EraseAddress(TestCall(), request);
  EXPECT_EQ(erased->subscriptions(), 1);
  EXPECT_EQ(erased->mails(), 2);
  EXPECT_THAT(erased->reader_ids(), ElementsAre("mail:a"));
  EXPECT_TRUE(Take().empty());
  EXPECT_EQ(store_.Run("select count(*) from mailed_papers"), "0\n");
}

}  // namespace
}  // namespace broadsheet::storage
