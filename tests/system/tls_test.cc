// A newspaper whose services speak to each other over TLS only.

#include <csignal>

#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

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
  TlsNewspaperTest()
      : newspaper_(Newspaper::Transport::kTls, 1, Newspaper::Trainer::kTold) {}

  void Ingest(int papers) {
    const CommandResult ingest = newspaper_.Cli(
        {"ingest", newspaper_.File("papers.jsonl", MadePapers(papers))});
    ASSERT_EQ(ingest.exit_code, 0) << ingest.errors;
    newspaper_.WaitForPapers(papers);
  }

  // Of ingest, with the certificate of another service.
  absl::Status ListDeadLetters(const std::string& caller) {
    const Certificates& files = *newspaper_.certificates();
    const auto channel =
        MakeChannel({.target = newspaper_.Address("ingest"),
                     .services = {"broadsheet.v1.IngestService"},
                     .tls = std::make_shared<const TlsIdentity>(TlsFiles{
                         files.File(caller, "cert.pem"),
                         files.File(caller, "key.pem"), files.authority()}),
                     .peer_name = "ingest"});
    grpc::ClientContext context;
    PrepareCall(CallContext(), absl::Seconds(10), &context);
    v1::ListDeadLettersResponse response;
    return FromGrpc(v1::IngestService::NewStub(channel)->ListDeadLetters(
        &context, v1::ListDeadLettersRequest(), &response));
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
  const CommandResult models = newspaper_.Cli({"models", "list"});
  EXPECT_EQ(models.exit_code, 0) << models.errors;
}

TEST_F(TlsNewspaperTest, IsRefusedByACommandLineThatDoesNotTrustIt) {
  const std::vector<std::string> status = {BinaryPath("broadsheet"), "--server",
                                           newspaper_.Address("gateway"),
                                           "status"};
  const CommandResult plain = RunCommand(status);
  EXPECT_EQ(plain.exit_code, 1);
  EXPECT_THAT(plain.errors, HasSubstr("--tls-ca FILE"));

  const Certificates others({"gateway"});
  std::vector<std::string> stranger = status;
  stranger.insert(stranger.end() - 1, {"--tls-ca", others.authority()});
  const CommandResult wrong = RunCommand(stranger);
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.errors, HasSubstr("not of the CA"));
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
  // A recommender has no business with ingest, the gateway has.
  EXPECT_EQ(ListDeadLetters("gateway").code(), absl::StatusCode::kOk);
  const absl::Status refused = ListDeadLetters("recommend");
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(refused), "PEER_NOT_ALLOWED");
}

TEST(TlsFlags, AreNamedByTheServiceThatCannotUseThem) {
  for (const char* name :
       {"storage", "ingest", "recommend", "digest", "gateway"}) {
    const CommandResult result =
        RunCommand({BinaryPath(std::string("broadsheet-") + name), "--tls-cert",
                    "/nonexistent/cert.pem"});
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_THAT(result.errors, HasSubstr("--tls-key is missing")) << name;
  }
}

}  // namespace
}  // namespace broadsheet::testing
