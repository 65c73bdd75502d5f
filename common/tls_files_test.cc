// Certificates made by deploy/certs.sh, and what is done wrong with them.

#include "common/tls_files.h"

#include <sys/stat.h>

#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/peer_policy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificates.h"

namespace broadsheet {
namespace {

using testing::Certificates;
using ::testing::HasSubstr;

class TlsFilesTest : public ::testing::Test {
 protected:
  TlsFilesTest() : certificates_({"storage", "ingest"}) {}

  TlsFiles Files(const std::string& service) const {
    return {certificates_.File(service, "cert.pem"),
            certificates_.File(service, "key.pem"),
            certificates_.File(service, "ca.pem")};
  }

  // A copy, free of the script's links, that a test may spoil.
  std::string Write(const std::string& name, const std::string& content,
                    mode_t mode = 0600) const {
    testing::WriteFile(folder_.File(name), content);
    chmod(folder_.File(name).c_str(), mode);
    return folder_.File(name);
  }

  // What is wrong, as it is said; fails when nothing is.
  static std::string Complaint(const TlsFiles& files) {
    const auto end = CheckTlsFiles(files, "storage");
    EXPECT_EQ(end.status().code(), absl::StatusCode::kInvalidArgument);
    const auto violations = ViolationsOf(end.status());
    if (violations.size() != 1) return "";
    return violations[0].field + " " + violations[0].rule;
  }

  Certificates certificates_;
  testing::TempDir folder_;
};

TEST_F(TlsFilesTest, AreGoodAsTheScriptMakesThem) {
  const auto end = CheckTlsFiles(Files("storage"), "storage");
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_GT(*end, absl::Now() + absl::Hours(24 * 89));
  EXPECT_LT(*end, absl::Now() + absl::Hours(24 * 91));
}

TEST_F(TlsFilesTest, GoTogether) {
  TlsFiles files = Files("storage");
  files.key.clear();
  EXPECT_THAT(Complaint(files), HasSubstr("--tls-key is missing"));
  EXPECT_THAT(Complaint({.authority = certificates_.authority()}),
              HasSubstr("--tls-cert is missing"));
}

TEST_F(TlsFilesTest, NameTheFileThatCannotBeRead) {
  TlsFiles files = Files("storage");
  files.certificate = folder_.File("nothing.pem");
  EXPECT_THAT(Complaint(files), HasSubstr("--tls-cert " + files.certificate +
                                          ": cannot be read: No"));
  files = Files("storage");
  files.authority = folder_.path();
  EXPECT_THAT(Complaint(files), HasSubstr("--tls-ca " + files.authority));
  files = Files("storage");
  files.key = folder_.File("nothing.pem");
  EXPECT_THAT(Complaint(files), HasSubstr("--tls-key " + files.key));
}

TEST_F(TlsFilesTest, AreOfTheirKinds) {
  TlsFiles files = Files("storage");
  files.certificate = Files("storage").key;
  EXPECT_THAT(Complaint(files), HasSubstr("has no PEM certificate"));
  files = Files("storage");
  files.authority = Write("empty.pem", "");
  EXPECT_THAT(Complaint(files), HasSubstr("has no PEM certificate"));
  files = Files("storage");
  files.key = Write("key.pem", testing::ReadFile(files.certificate));
  EXPECT_THAT(Complaint(files), HasSubstr("has no PEM key"));
}

TEST_F(TlsFilesTest, HaveAKeyThatNobodyElseMayRead) {
  TlsFiles files = Files("storage");
  files.key = Write("key.pem", testing::ReadFile(files.key), 0644);
  EXPECT_THAT(Complaint(files), HasSubstr("other users may read it"));
}

TEST_F(TlsFilesTest, HaveTheKeyOfTheCertificate) {
  TlsFiles files = Files("storage");
  files.key = Files("ingest").key;
  EXPECT_THAT(Complaint(files), HasSubstr("is not the key of"));
}

TEST_F(TlsFilesTest, AreOfTheCaThatIsTrusted) {
  const Certificates others({"storage"});
  TlsFiles files = Files("storage");
  files.authority = others.authority();
  EXPECT_THAT(Complaint(files), HasSubstr("is not trusted by"));
}

TEST_F(TlsFilesTest, AreOfTheServiceThatUsesThem) {
  EXPECT_THAT(Complaint(Files("ingest")),
              HasSubstr("is not a certificate of storage"));
  EXPECT_TRUE(CheckTlsFiles(Files("ingest"), "").ok());
}

TEST(PeerPolicy, NamesWhatIsNoListOfServices) {
  EXPECT_TRUE(PeerPolicy::Parse("any")->everybody());
  EXPECT_FALSE(PeerPolicy::Parse("storage,gateway")->everybody());
  for (const char* text : {"", "storage,", "storage, gateway", "*"}) {
    const auto policy = PeerPolicy::Parse(text);
    ASSERT_FALSE(policy.ok()) << text;
    EXPECT_EQ(ViolationsOf(policy.status())[0].field, "--tls-peers");
  }
}

}  // namespace
}  // namespace broadsheet
