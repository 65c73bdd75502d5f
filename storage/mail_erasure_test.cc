// That nothing of a reader or an address stays in the ledger, whatever goes on
// at the same time.

#include "storage/mail_erasure.h"

#include <algorithm>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/statements.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;

constexpr char kIssue[] = "2026-11-23";
// What an erasure does to the subscription "s", but for the end.
constexpr char kErasing[] =
    "update subscriptions set fence = fence + 1 where id = 's'; "
    "delete from mails where subscription_id = 's'; "
    "delete from mail_clicks where subscription_id = 's'; "
    "delete from subscriptions where id = 's'";

class MailErasureTest : public ::testing::Test {
 protected:
  // Subscription "s" of ann, with an issue that was sent.
  void Subscribe() {
    store_.Run(
        "insert into subscriptions (id, address, reader_id, state, settings, "
        "next_at, claimed_until, fence, created_at, revision) values ('s', "
        "'s@example.org', 'ann', 2, '', '2026-11-24', '-infinity', 1, "
        "'2026-11-01', 1)");
    store_.Run(Mail("s", kIssue, 2, "s@example.org"));
  }

  // Inserts one that was sent.
  static std::string Mail(const std::string& subscription,
                          const std::string& issue, int kind,
                          const std::string& address) {
    return absl::StrCat(
        "insert into mails (subscription_id, issue, kind, address, message_id, "
        "subject, content, state, due_at, expires_at, chosen_at) values ('",
        subscription, "', '", issue, "', ", kind, ", '", address,
        "', '', '', 'words', 3, '2026-11-23', '2026-11-25', '2026-11-23')");
  }

  static std::string Notice(const std::string& id, const std::string& address) {
    return Mail("tx:" + id, "", 1, address);
  }

  // Runs `sql` in a transaction that is committed half a second later.
  std::thread Begin(const std::string& sql) {
    std::thread slow([this, sql] {
      store_.Run("begin; " + sql + "; select pg_sleep(0.5); commit");
    });
    while (Number("select count(*) from pg_stat_activity where datname = "
                  "current_database() and wait_event = 'PgSleep'") == 0) {
    }
    return slow;
  }

  void Erase(const std::string& reader) {
    pb::EraseReaderRequest request;
    request.set_reader_id(reader);
    const auto erased = store_.repositories.eraser.Erase(TestCall(), request);
    ASSERT_TRUE(erased.ok()) << erased.status();
  }

  int Number(const std::string& query) { return std::stoi(store_.Run(query)); }
  int Mails() { return Number("select count(*) from mails"); }
  int Clicks() { return Number("select count(*) from mail_clicks"); }

  // Gives ann's account that address, by the link in a mail.
  void ChangeAddress(const std::string& address) {
    pb::CreateLinkRequest create;
    create.set_sha256(std::string(32, 'c'));
    create.mutable_link()->set_kind(pb::LINK_KIND_EMAIL);
    create.mutable_link()->set_reader_id("ann");
    create.mutable_link()->set_email(address);
    create.mutable_link()->mutable_expires_at()->set_seconds(1'795'003'600);
    create.mutable_at()->set_seconds(1'795'000'000);
    auto& links = store_.repositories.account_links;
    ASSERT_TRUE(links.Create(TestCall(), create).ok());
    pb::UseLinkRequest use;
    use.set_sha256(create.sha256());
    use.add_kinds(pb::LINK_KIND_EMAIL);
    *use.mutable_at() = create.at();
    const auto used = links.Use(TestCall(), use);
    ASSERT_TRUE(used.ok()) << used.status();
  }

  TestStore store_;
};

TEST_F(MailErasureTest, TakesTheIssueAlongThatIsBeingChosen) {
  Subscribe();
  std::thread choosing =
      Begin("update subscriptions set next_at = '2026-11-25' where id = 's'; " +
            Mail("s", "2026-11-24", 2, "s@example.org"));
  Erase("ann");
  choosing.join();
  EXPECT_EQ(Mails(), 0);
}

TEST_F(MailErasureTest, OfAnAddressTakesTheIssueAlongThatIsBeingChosen) {
  Subscribe();
  std::thread choosing = Begin(
      "update subscriptions set next_at = '2026-11-25' where id = 's'; "
      "insert into mailed_papers values ('s', 'p:1')");
  pb::EraseAddressRequest request;
  request.set_address("s@example.org");
  EXPECT_TRUE(
      store_.repositories.mail_reports.EraseAddress(TestCall(), request).ok());
  choosing.join();
  EXPECT_EQ(Number("select count(*) from mailed_papers"), 0);
}

TEST_F(MailErasureTest, TakesTheClickAlongThatIsBeingCounted) {
  Subscribe();
  std::thread counting = Begin(
      "select id from subscriptions where id = 's' for share; insert into "
      "mail_clicks values ('s', '2026-11-23', 'p:1', '2026-11-23')");
  Erase("ann");
  counting.join();
  EXPECT_EQ(Clicks(), 0);
}

TEST_F(MailErasureTest, LetsNoClickComeAfterIt) {
  Subscribe();
  std::thread erasing = Begin(kErasing);
  pb::AddClickRequest click;
  click.set_subscription_id("s");
  click.set_issue(kIssue);
  click.set_paper_id("p:1");
  const auto added =
      store_.repositories.mail_reports.AddClick(TestCall(), click);
  erasing.join();
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_FALSE(added->added());
  EXPECT_EQ(Clicks(), 0);
}

TEST_F(MailErasureTest, LetsNoMailBeSentAgainAfterIt) {
  Subscribe();
  std::thread erasing = Begin(kErasing);
  pb::ResendMailRequest request;
  request.set_subscription_id("s");
  request.set_issue(kIssue);
  const auto resent = store_.repositories.mail.Resend(TestCall(), request);
  erasing.join();
  EXPECT_EQ(ReasonOf(resent.status()), "MAIL_UNKNOWN");
  EXPECT_EQ(Mails(), 0);
}

TEST_F(MailErasureTest, TakesAlongWhatWasWrittenAboutTheAccount) {
  store_.Run(
      "insert into accounts values ('ann', 'ann@example.org', '', 1, "
      "'2026-11-01'), ('bert', 'bert@example.org', '', 1, '2026-11-01'), "
      "('carl', '', '', 1, '2026-11-01')");
  store_.Run(Notice("1", "ann@example.org"));
  store_.Run(Notice("2", "bert@example.org"));
  store_.Run(Mail("of another", kIssue, 2, "ann@example.org"));
  Erase("carl");
  EXPECT_EQ(Mails(), 3) << "who has no address has no mails";
  Erase("ann");
  EXPECT_EQ(store_.Run("select subscription_id from mails order by 1"),
            "of another\ntx:2\n");
}

TEST_F(MailErasureTest, TakesAlongWhatWentToAnAddressGivenUpSince) {
  store_.Run(
      "insert into accounts values ('ann', 'old@example.org', '', 1, "
      "'2026-11-01')");
  store_.Run(Notice("before", "old@example.org"));
  ChangeAddress("new@example.org");
  store_.Run(Notice("after", "new@example.org"));
  // The next one who has it.
  store_.Run(Notice("other", "old@example.org"));
  Erase("ann");
  EXPECT_EQ(store_.Run("select subscription_id from mails"), "tx:other\n");
}

TEST_F(MailErasureTest, FindsTheMailsThatAloneAreLeftOfAReader) {
  store_.Run(Notice("1", "old@example.org"));
  store_.Run("update mails set reader_id = 'ann'");
  Erase("ann");
  EXPECT_EQ(Mails(), 0);
}

TEST_F(MailErasureTest, LooksAtNoMailOfOthers) {
  const auto statements = AllStatements();
  const auto erase = std::find_if(
      statements.begin(), statements.end(),
      [](const Statement& one) { return one.name == "erase_mails_of"; });
  ASSERT_NE(erase, statements.end());
  const std::string plan = store_.Run(
      "set enable_seqscan = off; set plan_cache_mode = force_generic_plan; "
      "prepare erase (text) as " +
      erase->sql + "; explain execute erase ('ann')");
  EXPECT_TRUE(absl::StrContains(plan, "mails_pkey")) << plan;
  EXPECT_FALSE(absl::StrContains(plan, "Seq Scan on mails")) << plan;
}

}  // namespace
}  // namespace broadsheet::storage
