// What becomes of mails that were taken out of the ledger.

#include "digest/sender.h"

#include <chrono>
#include <thread>

#include "digest/fake_houses.h"
#include "digest/templates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using Outcome = SendResult::Outcome;
using ::testing::HasSubstr;

const absl::Time kNow = absl::UnixEpoch() + absl::Hours(500000);

// Answers the same to every mail, and keeps them.
struct Server {
  SendResult answer{Outcome::kSent, "250 taken"};
  std::mutex mu;
  std::vector<std::string> mails;
};

class ToServer final : public Transport {
 public:
  explicit ToServer(Server* server) : server_(server) {}
  SendResult Send(const std::string&, const std::string&, const std::string&,
                  const std::string& mail) override {
    std::lock_guard<std::mutex> lock(server_->mu);
    server_->mails.push_back(mail);
    return server_->answer;
  }

 private:
  Server* server_;
};

class SenderTest : public ::testing::Test {
 protected:
  static pb::Mail Issue() {
    pb::MailContent content;
    content.mutable_issue()->set_issue("2026-11-23");
    content.mutable_issue()->add_papers()->set_paper_id("2407.21783");
    content.mutable_issue()->mutable_papers(0)->set_title("Llamas");
    pb::Mail mail;
    mail.set_subscription_id("0123456789abcdef01234567");
    mail.set_issue("2026-11-23");
    mail.set_kind(pb::MAIL_KIND_DIGEST);
    mail.set_address("ada@example.org");
    mail.set_subject("Llamas");
    mail.set_fence(3);
    mail.mutable_chosen_at()->set_seconds(absl::ToUnixSeconds(kNow));
    mail.set_content(content.SerializeAsString());
    return mail;
  }

  // A mail about an account.
  static pb::Mail Notice() {
    pb::MailContent content;
    content.mutable_notice()->add_paragraphs("Hello.");
    pb::Mail mail;
    mail.set_subscription_id("tx:1");
    mail.set_kind(pb::MAIL_KIND_TRANSACTIONAL);
    mail.set_address("ada@example.org");
    mail.set_subject("Welcome");
    mail.set_content(content.SerializeAsString());
    return mail;
  }

  // Sends what is queued until something is told of a mail, and ends.
  std::vector<pb::MailResult> Run(MailSender::Options options = {}) {
    options.connections = 1;
    options.idle_pause = absl::Milliseconds(1);
    options.owner = "test";
    options.bounce_address = "bounce@example.org";
    MailSender sender(
        options, &houses_, &composer_, nullptr, &pacer_,
        [this] { return std::make_unique<ToServer>(&server_); },
        [] { return std::string(24, 'f'); }, [] { return 0.5; }, &clock_, log_,
        &metrics_);
    sender.SetPaused(paused_);
    sender.Start();
    for (int i = 0; i < 2000 && houses_.told().empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    sender.Stop();
    return houses_.told();
  }

  pb::MailResult Only(MailSender::Options options = {}) {
    const auto told = Run(std::move(options));
    EXPECT_EQ(told.size(), 1u);
    return told.empty() ? pb::MailResult() : told[0];
  }

  static absl::Time DueAt(const pb::MailResult& result) {
    return absl::FromUnixSeconds(result.due_at().seconds()) +
           absl::Nanoseconds(result.due_at().nanos());
  }

  bool paused_ = false;
  Server server_;
  FakeClock clock_{kNow};
  FakeHouses houses_;
  Logger log_{"digest", "error"};
  Metrics metrics_;
  DomainPacer pacer_{{.rate = 1, .at_once = 0}};
  std::unique_ptr<Templates> templates_ = *Templates::Load(MailTemplates());
  Links links_{"secret", "https://papers.example.org"};
  Composer composer_{
      {"Broadsheet", "news@example.org", ""}, &links_, templates_.get()};
};

TEST_F(SenderTest, TellsOfAMailThatTheServerTook) {
  houses_.Queue(Issue());
  const pb::MailResult result = Only();
  EXPECT_EQ(result.outcome(), pb::MailResult::OUTCOME_SENT);
  EXPECT_EQ(result.fence(), 3);
  EXPECT_EQ(result.answer(), "250 taken");
  ASSERT_EQ(server_.mails.size(), 1u);
  EXPECT_THAT(server_.mails[0], HasSubstr("To: ada@example.org"));
}

TEST_F(SenderTest, TriesAgainLaterAndLaterStill) {
  server_.answer = {Outcome::kLater, "451 busy"};
  houses_.Queue(Issue());
  const pb::MailResult first = Only();
  EXPECT_EQ(first.outcome(), pb::MailResult::OUTCOME_LATER);
  EXPECT_EQ(DueAt(first), kNow + absl::Minutes(1));
}

TEST_F(SenderTest, DoublesThePauseWithEachTry) {
  server_.answer = {Outcome::kLater, "451 busy"};
  pb::Mail mail = Issue();
  mail.set_tries(3);
  houses_.Queue(mail);
  EXPECT_EQ(DueAt(Only()), kNow + absl::Minutes(8));
}

TEST_F(SenderTest, GivesUpAfterTwelveTries) {
  server_.answer = {Outcome::kLater, "451 busy"};
  pb::Mail mail = Issue();
  mail.set_tries(11);
  houses_.Queue(mail);
  EXPECT_EQ(Only().outcome(), pb::MailResult::OUTCOME_FAILED);
}

TEST_F(SenderTest, TellsOfAnAddressThatIsRefusedForGood) {
  server_.answer = {Outcome::kBounced, "550 no such \x01 user \xff"};
  houses_.Queue(Issue());
  const pb::MailResult result = Only();
  EXPECT_EQ(result.outcome(), pb::MailResult::OUTCOME_BOUNCED);
  EXPECT_EQ(result.answer(), "550 no such ? user ?");
}

TEST_F(SenderTest, TellsOfADoubt) {
  server_.answer = {Outcome::kInDoubt, "the connection broke"};
  houses_.Queue(Issue());
  EXPECT_EQ(Only().outcome(), pb::MailResult::OUTCOME_IN_DOUBT);
}

TEST_F(SenderTest, SendsNothingThatItCouldNotTellOfInTime) {
  MailSender::Options options;
  options.lease = absl::Seconds(10);
  options.send_limit = absl::Seconds(20);
  houses_.Queue(Issue());
  EXPECT_EQ(Only(options).outcome(), pb::MailResult::OUTCOME_UNTRIED);
  EXPECT_TRUE(server_.mails.empty());
}

TEST_F(SenderTest, PutsBackWhatItsDomainMustWaitFor) {
  pacer_.Begin("example.org", kNow);
  houses_.Queue(Issue());
  const pb::MailResult result = Only();
  EXPECT_EQ(result.outcome(), pb::MailResult::OUTCOME_UNTRIED);
  EXPECT_EQ(DueAt(result), kNow + absl::Seconds(1));
  EXPECT_TRUE(server_.mails.empty());
}

TEST_F(SenderTest, SendsNoticesButTakesNoDigestWhilePaused) {
  paused_ = true;
  houses_.Queue(Issue());
  houses_.Queue(Notice());
  EXPECT_EQ(Only().subscription_id(), "tx:1");
  EXPECT_EQ(houses_.waiting(), 1u);
  ASSERT_EQ(server_.mails.size(), 1u);
  EXPECT_THAT(server_.mails[0], HasSubstr("Subject: Welcome"));
}

}  // namespace
}  // namespace broadsheet::digest
