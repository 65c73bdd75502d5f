// Which kept mails go.

#include "digest/maildir_keeper.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "digest/fake_houses.h"
#include "digest/maildir.h"
#include "digest/mime.h"
#include "digest/templates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/files.h"

namespace broadsheet::digest {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MaildirKeeperTest : public ::testing::Test {
 protected:
  MaildirKeeperTest() { EXPECT_TRUE(MakeMaildir(folder_.path()).ok()); }

  // Keeps a mail of the ledger.
  void Keep(const std::string& subscription, const std::string& issue,
            const std::string& address) {
    Outgoing mail;
    mail.from = "news@example.org";
    mail.to = address;
    mail.subject = subscription;
    mail.message_id = composer_.MessageId(subscription, issue);
    MakeMaildirTransport(folder_.path())
        ->Send("", mail.to, mail.message_id, WriteMessage(mail));
    v1::MailSummary& row = houses_.ledger.emplace_back();
    row.set_subscription_id(subscription);
    row.set_issue(issue);
    row.set_address(address);
  }

  // The subjects of those that are kept.
  std::vector<std::string> Kept() {
    std::vector<std::string> subjects;
    const auto listed = *ListMaildir(folder_.path());
    for (const v1::KeptMail& mail : listed) {
      subjects.push_back(mail.subject());
    }
    std::sort(subjects.begin(), subjects.end());
    return subjects;
  }

  size_t FilesIn(const char* part) const {
    const fs::path folder = fs::path(folder_.path()) / part;
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder), {}));
  }

  absl::Status Sweep() { return keeper_.Sweep(call_); }

  testing::TempDir folder_;
  CallContext call_{absl::Now() + absl::Seconds(60)};
  FakeClock clock_{absl::Now()};
  FakeHouses houses_;
  std::unique_ptr<Templates> templates_ = *Templates::Load(MailTemplates());
  Links links_{"secret", "https://papers.example.org"};
  Composer composer_{
      {"Broadsheet", "news@example.org", ""}, &links_, templates_.get()};
  MaildirKeeper keeper_{folder_.path(), &houses_, &composer_, &clock_};
};

TEST_F(MaildirKeeperTest, DeletesWhatTheLedgerHasNoMore) {
  for (const char* issue : {"2026-11-21", "2026-11-22", "2026-11-23"}) {
    Keep("s", issue, "ada@example.org");
  }
  Keep("tx:1", "", "ada@example.org");
  Keep("tx:2", "", "bob@example.org");
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), ElementsAre("s", "s", "s", "tx:1", "tx:2"));
  houses_.ledger.erase(houses_.ledger.begin());
  houses_.ledger.pop_back();
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), ElementsAre("s", "s", "tx:1"));
  houses_.ledger.clear();
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(MaildirKeeperTest, DeletesNothingWhileStorageDoesNotAnswer) {
  Keep("s", "2026-11-23", "ada@example.org");
  houses_.ledger.clear();
  houses_.storage = absl::UnavailableError("starting");
  EXPECT_EQ(Sweep(), houses_.storage);
  EXPECT_THAT(Kept(), SizeIs(1));
  houses_.storage = absl::OkStatus();
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(MaildirKeeperTest, DeletesWhatIsOlderThanTwoWeeks) {
  Keep("s", "2026-11-23", "ada@example.org");
  clock_.Advance(absl::Hours(24 * 14 - 1));
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), SizeIs(1));
  clock_.Advance(absl::Hours(2));
  EXPECT_TRUE(Sweep().ok());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(MaildirKeeperTest, LeavesMailsOfOthersAlone) {
  testing::WriteFile(folder_.File("new/1795428000.M1.host"),
                     "To: ada@example.org\r\nMessage-ID: <a@b>\r\n\r\nHello");
  clock_.Advance(absl::Hours(24 * 365));
  EXPECT_TRUE(Sweep().ok());
  EXPECT_EQ(FilesIn("new"), 1u);
}

TEST_F(MaildirKeeperTest, DeletesWhatAKilledProcessWasWriting) {
  const std::string name(32, 'a');
  testing::WriteFile(folder_.File("tmp/" + name + ".123.456"), "To: ada");
  EXPECT_TRUE(Sweep().ok());
  EXPECT_EQ(FilesIn("tmp"), 1u);
  clock_.Advance(absl::Minutes(61));
  EXPECT_TRUE(Sweep().ok());
  EXPECT_EQ(FilesIn("tmp"), 0u);
}

TEST_F(MaildirKeeperTest, GoesThroughManyMailsInParts) {
  for (int i = 0; i < 501; ++i) {
    testing::WriteFile(
        folder_.File(absl::StrFormat("new/%032x", i)),
        "To: ada@example.org\r\nMessage-ID: <2026.s.digest@b>\r\n\r\n");
  }
  EXPECT_TRUE(Sweep().ok());
  EXPECT_EQ(FilesIn("new"), 1u);
  EXPECT_TRUE(Sweep().ok());
  EXPECT_EQ(FilesIn("new"), 0u);
}

}  // namespace
}  // namespace broadsheet::digest
