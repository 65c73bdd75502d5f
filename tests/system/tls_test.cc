// A newspaper whose services speak to each other over TLS only.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kPapers = 80;

std::string SerialNumber(const Newspaper& newspaper, const std::string& name) {
  return RunCommand({"sh", "-c",
                     "openssl s_client -alpn h2 -connect " +
                         newspaper.Address(name) +
                         " </dev/null 2>/dev/null | openssl x509 -noout "
                         "-serial"})
      .output;
}

class TlsNewspaperTest : public ::testing::Test {
 protected:
  TlsNewspaperTest() : newspaper_(Newspaper::Transport::kTls) {}

  void Ingest(int papers) {
    const CommandResult ingest = newspaper_.Cli(
        {"ingest", newspaper_.File("papers.jsonl", MadePapers(papers))});
    ASSERT_EQ(ingest.exit_code, 0) << ingest.errors;
    newspaper_.WaitForPapers(papers);
  }

  Newspaper newspaper_;
};

TEST_F(TlsNewspaperTest, TakesPapersInFindsThemAndCountsVotes) {
  Ingest(kPapers);
  EXPECT_THAT(
      Newspaper::Ids(newspaper_.Cli({"search", "coral reef", "--json"})),
      Contains(MadeId(7)));
  const CommandResult vote =
      newspaper_.Cli({"vote", MadeId(7), "--reader", "ada"});
  EXPECT_EQ(vote.exit_code, 0) << vote.errors;
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    const auto feed = Newspaper::Ids(
        newspaper_.Cli({"feed", "--reader", "ada", "--limit", "10", "--json"}));
    return !feed.empty() && feed.front() != MadeId(7);
  }));
  EXPECT_EQ(newspaper_.Http({.target = "/papers?q=coral"}).status, 200);
}

TEST_F(TlsNewspaperTest, RefusesTheCommandLineWithoutTheCa) {
  const CommandResult plain =
      RunCommand({BinaryPath("broadsheet"), "--server",
                  newspaper_.Address("gateway"), "status"});
  EXPECT_EQ(plain.exit_code, 1);
  EXPECT_THAT(plain.errors, HasSubstr("--tls-ca"));
}

TEST_F(TlsNewspaperTest, RenewsItsCertificatesWhileItRuns) {
  Ingest(20);
  const std::string before = SerialNumber(newspaper_, "gateway");
  ASSERT_THAT(before, HasSubstr("serial="));
  newspaper_.certificates()->Rotate();
  EXPECT_TRUE(WaitUntil(absl::Seconds(30), [&] {
    const std::string now = SerialNumber(newspaper_, "gateway");
    return !now.empty() && now != before;
  }));
  // The gateway has to connect anew, with its new certificate.
  newspaper_.service("storage").Signal(SIGKILL);
  newspaper_.service("storage").WaitForExit(absl::Seconds(10));
  newspaper_.Restart("storage");
  newspaper_.WaitUntilReady();
  Ingest(kPapers);
}

TEST_F(TlsNewspaperTest, OnlyTheServicesThatShouldMayCallAnother) {
  // A recommender has no business with ingest. The command line with its
  // certificate is one that does what it should not.
  const CommandResult wrong = RunCommand(
      {BinaryPath("broadsheet"), "--server", newspaper_.Address("ingest"),
       "--tls-ca", newspaper_.certificates()->authority(), "--tls-cert",
       newspaper_.certificates()->File("recommend", "cert.pem"), "--tls-key",
       newspaper_.certificates()->File("recommend", "key.pem"),
       "dead-letters"});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.errors, HasSubstr("broadsheet/recommend"));
}

TEST(TlsFlags, AreNamedByTheServiceThatCannotUseThem) {
  for (const char* name : {"storage", "ingest", "recommend", "gateway"}) {
    const CommandResult result =
        RunCommand({BinaryPath(std::string("broadsheet-") + name), "--tls-cert",
                    "/nonexistent/cert.pem"});
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_THAT(result.errors, HasSubstr("--tls-key is missing")) << name;
  }
}

}  // namespace
}  // namespace broadsheet::testing
