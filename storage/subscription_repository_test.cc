#include "storage/subscription_repository.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/records.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;

class SubscriptionRepositoryTest : public ::testing::Test {
 protected:
  pb::CreateSubscriptionRequest Request(const std::string& id) {
    pb::CreateSubscriptionRequest request;
    auto* subscription = request.mutable_subscription();
    subscription->set_id(id);
    subscription->set_address("ada@example.org");
    subscription->set_reader_id("mail:ada");
    request.set_token_sha256(std::string(32, id[0]));
    *request.mutable_expires_at() =
        TimestampOf(store_.clock.Now() + absl::Hours(48));
    request.mutable_notice()->set_template_name("confirm-subscription");
    request.mutable_notice()->set_subject("Please confirm");
    return request;
  }

  bool Create(const std::string& id) {
    const auto made = subscriptions_.Create(TestCall(), Request(id));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() && made->created();
  }

  absl::StatusOr<pb::ConfirmSubscriptionResponse> Confirm(
      const std::string& id) {
    pb::ConfirmSubscriptionRequest request;
    request.set_token_sha256(std::string(32, id[0]));
    return subscriptions_.Confirm(TestCall(), request);
  }

  int Due() {
    pb::ClaimDueRequest request;
    request.set_limit(10);
    request.mutable_lease()->set_seconds(60);
    return subscriptions_.ClaimDue(TestCall(), request)->due_size();
  }

  TestStore store_;
  SubscriptionRepository& subscriptions_ = store_.repositories.subscriptions;
};

TEST_F(SubscriptionRepositoryTest, IsNotDueBeforeItIsConfirmed) {
  EXPECT_TRUE(Create("a"));
  EXPECT_EQ(Due(), 0);
  const auto confirmed = Confirm("a");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_TRUE(confirmed->confirmed());
  EXPECT_EQ(confirmed->subscription().state(), v1::Subscription::STATE_ACTIVE);
  EXPECT_EQ(Due(), 1);
}

TEST_F(SubscriptionRepositoryTest, TakesATokenOnce) {
  Create("a");
  EXPECT_TRUE(Confirm("a")->confirmed());
  EXPECT_FALSE(Confirm("a")->confirmed());
  store_.clock.Advance(absl::Hours(25));
  EXPECT_EQ(ReasonOf(Confirm("a").status()), "TOKEN_UNKNOWN");
  EXPECT_EQ(ReasonOf(Confirm("b").status()), "TOKEN_UNKNOWN");
}

TEST_F(SubscriptionRepositoryTest, TakesNoTokenThatIsTooOld) {
  Create("a");
  store_.clock.Advance(absl::Hours(49));
  EXPECT_EQ(ReasonOf(Confirm("a").status()), "TOKEN_UNKNOWN");
}

TEST_F(SubscriptionRepositoryTest, AsksAnAddressThreeTimesADayAtMost) {
  EXPECT_TRUE(Create("a"));
  EXPECT_TRUE(Create("b"));
  EXPECT_TRUE(Create("c"));
  EXPECT_FALSE(Create("d"));
  store_.clock.Advance(absl::Hours(25));
  EXPECT_TRUE(Create("e"));
}

TEST_F(SubscriptionRepositoryTest, ForgetsWhatIsNeverConfirmed) {
  Create("a");
  store_.clock.Advance(absl::Hours(73));
  Create("b");
  EXPECT_EQ(store_.Run("select id from subscriptions"), "b\n");
  EXPECT_EQ(store_.Run("select subscription_id from mails"), "tx:confirm:b\n");
}

TEST_F(SubscriptionRepositoryTest, ForgetsItAlsoWhenNobodyElseSubscribes) {
  Create("a");
  store_.clock.Advance(absl::Hours(73));
  EXPECT_EQ(Due(), 0);
  EXPECT_EQ(store_.Run("select count(*) from subscriptions"), "0\n");
  EXPECT_EQ(store_.Run("select count(*) from mails"), "0\n");
  EXPECT_EQ(store_.Run("select count(*) from mail_tokens"), "0\n");
}

TEST_F(SubscriptionRepositoryTest, ForgetsWhatMailsSaidAfterTwoWeeks) {
  Create("a");
  ASSERT_TRUE(Confirm("a").ok());
  store_.Run(
      "insert into mails select id, '2026-11-23', 2, address, '', '', 'words', "
      "3, created_at, created_at, 0, 0, 0, '', created_at from subscriptions; "
      "update mails set state = 3; "
      "update subscriptions set next_at = 'infinity'");
  store_.clock.Advance(absl::Hours(24 * 14 - 1));
  EXPECT_EQ(Due(), 0);
  EXPECT_EQ(store_.Run("select count(*) from mails where content <> ''"),
            "2\n");
  store_.clock.Advance(absl::Hours(2));
  EXPECT_EQ(Due(), 0);
  EXPECT_EQ(store_.Run("select issue, length(content) from mails"),
            "2026-11-23|0\n")
      << "mails about accounts go altogether";
}

TEST_F(SubscriptionRepositoryTest, RefusesSettingsOutOfBounds) {
  auto request = Request("a");
  request.mutable_subscription()->mutable_settings()->set_hour(24);
  EXPECT_EQ(ReasonOf(subscriptions_.Create(TestCall(), request).status()),
            "INVALID_FIELD");
  request = Request("a");
  request.mutable_subscription()->mutable_settings()->set_zone("Mars/Base");
  EXPECT_EQ(ReasonOf(subscriptions_.Create(TestCall(), request).status()),
            "INVALID_FIELD");
}

TEST_F(SubscriptionRepositoryTest, AsksNoSuppressedAddress) {
  pb::SetSuppressionRequest suppress;
  suppress.mutable_suppression()->set_address("ada@example.org");
  suppress.mutable_suppression()->set_reason(v1::Suppression::REASON_OPERATOR);
  auto& reports = store_.repositories.mail_reports;
  EXPECT_TRUE(reports.SetSuppression(TestCall(), suppress).ok());
  EXPECT_FALSE(Create("a"));
  suppress.mutable_suppression()->clear_reason();
  EXPECT_TRUE(reports.SetSuppression(TestCall(), suppress).ok());
  EXPECT_TRUE(Create("a"));
}

}  // namespace
}  // namespace broadsheet::storage
