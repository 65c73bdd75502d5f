// --tls-ca, --tls-cert and --tls-key of the command line.

#include <sstream>
#include <vector>

#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/session.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificates.h"

namespace broadsheet::cli {
namespace {

using ::testing::HasSubstr;

TEST(TlsOptions, AreNotNeeded) {
  const auto tls = OpenTls({});
  ASSERT_TRUE(tls.ok());
  EXPECT_EQ(*tls, nullptr);
}

TEST(TlsOptions, TakeACaAloneOrWithACertificateAndItsKey) {
  const testing::Certificates certificates({"cli"});
  TlsFiles files;
  files.authority = certificates.authority();
  auto tls = OpenTls(files);
  ASSERT_TRUE(tls.ok()) << tls.status();
  EXPECT_NE(*tls, nullptr);
  files.certificate = certificates.File("cli", "cert.pem");
  files.key = certificates.File("cli", "key.pem");
  tls = OpenTls(files);
  ASSERT_TRUE(tls.ok()) << tls.status();
  EXPECT_NE(*tls, nullptr);
}

TEST(TlsOptions, NameTheOptionThatIsMissingOrWrong) {
  const testing::Certificates certificates({"cli"});
  const std::string certificate = certificates.File("cli", "cert.pem");
  const std::string key = certificates.File("cli", "key.pem");
  const std::string authority = certificates.authority();
  const std::vector<std::pair<TlsFiles, std::string>> cases = {
      {{certificate, key, ""}, "--tls-ca is missing"},
      {{certificate, "", authority}, "--tls-key is missing"},
      {{"", key, authority}, "--tls-cert is missing"},
      {{"", "", "/nonexistent/ca.pem"}, "--tls-ca /nonexistent/ca.pem"},
      {{"", "", key}, "--tls-ca " + key}};
  for (const auto& [files, said] : cases) {
    const auto tls = OpenTls(files);
    std::ostringstream out;
    std::ostringstream err;
    Console console = {.out = &out, .err = &err};
    ASSERT_FALSE(tls.ok()) << said;
    EXPECT_EQ(ReportFailure(tls.status(), "here:1", &console),
              ExitCode::kUsage);
    EXPECT_THAT(err.str(), HasSubstr(said));
  }
}

TEST(TlsOptions, AreWhatARefusedPeerIsToldOf) {
  std::ostringstream out;
  std::ostringstream err;
  Console console = {.out = &out, .err = &err};
  ReportFailure(MakeError(absl::StatusCode::kPermissionDenied,
                          "PEER_NOT_ALLOWED", "the caller is unknown"),
                "here:1", &console);
  EXPECT_THAT(err.str(), HasSubstr("--tls-cert"));
}

}  // namespace
}  // namespace broadsheet::cli
