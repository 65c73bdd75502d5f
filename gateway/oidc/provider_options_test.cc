#include "gateway/oidc/provider_options.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/files.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;

constexpr char kProvider[] =
    R"("id":"uni","issuer":"https://sso.example","client_id":"broadsheet")";

class ProviderOptionsTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_.File(name);
    testing::WriteFile(path, text);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read |
                                           std::filesystem::perms::owner_write);
    return path;
  }

  absl::StatusOr<std::vector<OidcProviderOptions>> Read(
      const std::string& provider) {
    return ReadOidcProviders(Write(
        "oidc.json", absl::StrCat(R"({"providers":[{)", provider, "}]}")));
  }

  void ExpectRefused(const std::string& provider, const std::string& why) {
    const auto read = Read(provider);
    ASSERT_FALSE(read.ok()) << provider;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(why));
  }

  testing::TempDir folder_;
};

TEST_F(ProviderOptionsTest, AreReadWithTheSecretBesideThem) {
  Write("uni.secret", "hush hush\n");
  const auto read = Read(absl::StrCat(
      kProvider, R"(,"title":"Uni","client_secret_file":"uni.secret")"));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->at(0).id, "uni");
  EXPECT_EQ(read->at(0).title, "Uni");
  EXPECT_EQ(read->at(0).issuer, "https://sso.example");
  EXPECT_EQ(read->at(0).client_secret, "hush hush");
  EXPECT_EQ(read->at(0).scopes, "openid email profile");
}

TEST_F(ProviderOptionsTest, MayDoWithoutTitleAndSecret) {
  const auto read = Read(kProvider);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->at(0).title, "uni");
  EXPECT_EQ(read->at(0).client_secret, "");
}

TEST_F(ProviderOptionsTest, MaySayWhoseAddressesRegister) {
  const auto read =
      Read(absl::StrCat(kProvider, R"(,"email_domains":["Example.EDU"])"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->at(0).email_domains, std::vector<std::string>{"example.edu"});
  for (const char* domains : {"[]", "7", R"("example.edu")", R"(["a",7])"}) {
    ExpectRefused(absl::StrCat(kProvider, R"(,"email_domains":)", domains),
                  "email_domains");
  }
}

TEST_F(ProviderOptionsTest, FaultsAreNamed) {
  ExpectRefused(R"("id":"uni","client_id":"b")", "providers[0].issuer");
  ExpectRefused(R"("id":"Uni!","issuer":"https://sso.example","client_id":"b")",
                "providers[0].id");
  ExpectRefused(absl::StrCat(kProvider, R"(,"titel":"Uni")"),
                "providers[0].titel");
  ExpectRefused(absl::StrCat(kProvider, R"(,"title":7)"), "is no string");
  ExpectRefused(absl::StrCat(kProvider, R"(,"scopes":"email")"), "openid");
  ExpectRefused(absl::StrCat(kProvider, R"(,"client_secret_file":"none")"),
                "none");
  ExpectRefused(absl::StrCat(kProvider, "},{", kProvider), "of another");
}

TEST_F(ProviderOptionsTest, WordsToOtherMachinesAreKeptSecret) {
  const auto of = [](const std::string& issuer) {
    return absl::StrCat(R"("id":"uni","client_id":"b","issuer":")", issuer,
                        "\"");
  };
  EXPECT_TRUE(Read(of("http://127.0.0.1:9000")).ok());
  EXPECT_TRUE(Read(of("http://localhost/realms/a")).ok());
  ExpectRefused(of("http://sso.example"), "https");
  ExpectRefused(of("https://sso.example?a=b"), "query");
  ExpectRefused(of("https://me@sso.example"), "user");
  ExpectRefused(of("sso.example"), "providers[0].issuer");
}

TEST_F(ProviderOptionsTest, NeedAFileWithAList) {
  EXPECT_FALSE(ReadOidcProviders(folder_.File("none")).ok());
  EXPECT_FALSE(ReadOidcProviders(folder_.path()).ok());
  for (const char* text : {"", "[]", "{}", R"({"providers":[]})",
                           R"({"providers":{}})", R"({"providers":[7]})"}) {
    EXPECT_FALSE(ReadOidcProviders(Write("oidc.json", text)).ok()) << text;
  }
  EXPECT_FALSE(
      ReadOidcProviders(Write("large.json", std::string(2 << 20, ' '))).ok());
}

}  // namespace
}  // namespace broadsheet::gateway
