// What goes into the ledger when subscriptions are due.

#include "digest/planner.h"

#include "digest/fake_houses.h"
#include "digest/templates.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;

// 2026-11-23, a Monday, 08:30 UTC.
const absl::Time kNow = absl::FromCivil(absl::CivilMinute(2026, 11, 23, 8, 30),
                                        absl::UTCTimeZone());

class PlannerTest : public ::testing::Test {
 protected:
  void AddDue(const std::string& id, int64_t next_at, bool send_empty = false) {
    pb::DueSubscription one;
    one.set_fence(7);
    v1::Subscription& subscription = *one.mutable_subscription();
    subscription.set_id(id);
    subscription.set_address(id + "@example.org");
    subscription.mutable_settings()->set_hour(8);
    subscription.mutable_settings()->set_zone("UTC");
    subscription.mutable_settings()->set_send_empty(send_empty);
    subscription.mutable_next_at()->set_seconds(next_at);
    houses_.due.push_back(one);
  }

  void AddPaper(const std::string& id) {
    v1::ListedPaper& listed = houses_.trending.emplace_back();
    listed.mutable_paper()->set_id(id);
    listed.mutable_paper()->set_title("About " + id);
  }

  Planner::Planned Plan() {
    const auto planned = planner_.Plan(call_);
    EXPECT_TRUE(planned.ok()) << planned.status();
    return planned.ok() ? *planned : Planner::Planned();
  }

  static int64_t Due() { return absl::ToUnixSeconds(kNow) - 1800; }

  CallContext call_{absl::Now() + absl::Seconds(60)};
  FakeClock clock_{kNow};
  FakeHouses houses_;
  std::unique_ptr<Templates> templates_ = *Templates::Load(MailTemplates());
  Links links_{"secret", "https://papers.example.org"};
  Composer composer_{
      {"Broadsheet", "news@example.org", ""}, &links_, templates_.get()};
  Logger log_{"digest", "error"};
  Chooser chooser_{&houses_, &clock_, log_};
  Planner planner_{{.zone = absl::UTCTimeZone()},
                   &houses_,
                   &chooser_,
                   &composer_,
                   &clock_,
                   [] { return std::string(24, 'a'); }};
};

TEST_F(PlannerTest, PutsTheWholeIssueAndMovesTheSubscriptionToTheNextDay) {
  AddPaper("2407.21783");
  AddDue("ada", Due());
  EXPECT_EQ(Plan().put, 1);
  ASSERT_EQ(houses_.put.size(), 1u);
  const pb::ChosenIssue& issue = houses_.put[0];
  EXPECT_EQ(issue.fence(), 7);
  EXPECT_EQ(issue.mail().issue(), "2026-11-23");
  EXPECT_EQ(issue.mail().state(), v1::MAIL_STATE_CHOSEN);
  EXPECT_EQ(issue.mail().address(), "ada@example.org");
  EXPECT_EQ(issue.paper_ids(0), "2407.21783");
  EXPECT_EQ(issue.next_at().seconds(),
            absl::ToUnixSeconds(kNow + absl::Hours(24) - absl::Minutes(30)));
  pb::MailContent content;
  ASSERT_TRUE(content.ParseFromString(issue.mail().content()));
  EXPECT_EQ(content.issue().papers(0).title(), "About 2407.21783");
  EXPECT_EQ(issue.mail().subject(), content.issue().subject());
}

TEST_F(PlannerTest, NamesTheSameMessageHoweverOftenItIsChosen) {
  AddPaper("2407.21783");
  AddDue("ada", Due());
  Plan();
  AddDue("ada", Due());
  Plan();
  ASSERT_EQ(houses_.put.size(), 2u);
  EXPECT_EQ(houses_.put[0].mail().message_id(),
            houses_.put[1].mail().message_id());
  EXPECT_FALSE(houses_.put[0].mail().message_id().empty());
}

TEST_F(PlannerTest, NotesAnEmptyDayWithoutAMail) {
  AddDue("ada", Due());
  Plan();
  ASSERT_EQ(houses_.put.size(), 1u);
  EXPECT_EQ(houses_.put[0].mail().state(), v1::MAIL_STATE_EMPTY);
  EXPECT_TRUE(houses_.put[0].mail().content().empty());
}

TEST_F(PlannerTest, SendsAnEmptyIssueToWhoAskedForIt) {
  AddDue("ada", Due(), true);
  Plan();
  ASSERT_EQ(houses_.put.size(), 1u);
  EXPECT_EQ(houses_.put[0].mail().state(), v1::MAIL_STATE_CHOSEN);
  EXPECT_FALSE(houses_.put[0].mail().subject().empty());
}

TEST_F(PlannerTest, FindsTheFirstSlotOfANewSubscriptionAndSendsNothingYet) {
  AddPaper("2407.21783");
  AddDue("new", 0);
  AddDue("old", Due());
  EXPECT_EQ(Plan().taken, 2);
  ASSERT_EQ(houses_.put.size(), 2u);
  EXPECT_EQ(houses_.put[0].mail().subscription_id(), "new");
  EXPECT_TRUE(houses_.put[0].mail().issue().empty());
  EXPECT_GT(houses_.put[0].next_at().seconds(), absl::ToUnixSeconds(kNow));
  EXPECT_EQ(houses_.put[1].mail().issue(), "2026-11-23");
}

TEST_F(PlannerTest, PutsNothingWhileRecommendDoesNotAnswer) {
  houses_.recommend = absl::UnavailableError("starting");
  AddDue("ada", Due());
  EXPECT_FALSE(planner_.Plan(call_).ok());
  EXPECT_TRUE(houses_.put.empty());
}

}  // namespace
}  // namespace broadsheet::digest
