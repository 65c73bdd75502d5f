#include "gateway/oidc/id_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "gateway/oidc/testing/token_signer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kNow = 1'795'000'000;
constexpr char kClaims[] =
    R"({"iss":"https://sso.example","aud":"broadsheet","sub":"ada-1",)"
    R"("nonce":"n1","iat":1795000000,"exp":1795000600)";

std::string Claims(const std::string& more = "") {
  return absl::StrCat(kClaims, more, "}");
}

// The usual claims with one of them written otherwise.
std::string Changed(const std::string& from, const std::string& to) {
  return absl::StrReplaceAll(Claims(), {{from, to}});
}

class IdTokenTest : public ::testing::Test {
 protected:
  // Making a key takes a while; the tests share one.
  static const TokenSigner& Signer() {
    static const auto* const signer = new TokenSigner("k1");
    return *signer;
  }

  absl::StatusOr<OidcClaims> Verify(const std::string& token,
                                    int64_t at = kNow) {
    return VerifyWith(token, Signer().Keys(), at);
  }

  absl::StatusOr<OidcClaims> VerifyWith(const std::string& token,
                                        const std::string& keys,
                                        int64_t at = kNow) {
    const auto set = KeySet::Parse(keys);
    if (!set.ok()) return set.status();
    return VerifyIdToken(token, *set,
                         {.issuer = "https://sso.example",
                          .client_id = "broadsheet",
                          .nonce = "n1",
                          .now = absl::FromUnixSeconds(at)});
  }

  void ExpectRefused(const std::string& token, const std::string& why,
                     int64_t at = kNow) {
    const auto claims = Verify(token, at);
    ASSERT_FALSE(claims.ok()) << token;
    EXPECT_EQ(ReasonOf(claims.status()), "SIGN_IN_REFUSED");
    EXPECT_THAT(std::string(claims.status().message()), HasSubstr(why));
  }
};

TEST_F(IdTokenTest, TellsWhoItIsWhenAllHolds) {
  const auto claims = Verify(Signer().Sign(Claims(
      R"(,"email":"ada@example.org","email_verified":true,"name":"Ada L")")));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->subject, "ada-1");
  EXPECT_EQ(claims->email, "ada@example.org");
  EXPECT_EQ(claims->name, "Ada L");
}

TEST_F(IdTokenTest, AnAddressThatIsNotConfirmedIsNone) {
  for (const char* verified :
       {"", R"(,"email_verified":false)", R"(,"email_verified":"no")",
        R"(,"email_verified":1)"}) {
    const auto claims = Verify(Signer().Sign(
        Claims(absl::StrCat(R"(,"email":"ada@example.org")", verified))));
    ASSERT_TRUE(claims.ok()) << claims.status();
    EXPECT_EQ(claims->email, "") << verified;
  }
}

TEST_F(IdTokenTest, EllipticCurvesAndKeysWithoutNamesServe) {
  const TokenSigner curve("e1", 0);
  const auto claims = VerifyWith(curve.Sign(Claims()), curve.Keys());
  EXPECT_TRUE(claims.ok()) << claims.status();
  const TokenSigner nameless("", 0);
  EXPECT_TRUE(VerifyWith(nameless.Sign(Claims()), nameless.Keys()).ok());
}

TEST_F(IdTokenTest, IsRefusedWhenAnotherSignedIt) {
  const TokenSigner other("k1");
  ExpectRefused(other.Sign(Claims()), "not signed by the provider");
  const TokenSigner unknown("k2");
  ExpectRefused(unknown.Sign(Claims()), "not signed by the provider");
}

TEST_F(IdTokenTest, IsRefusedWhenAByteWasChanged) {
  const std::string token = Signer().Sign(Claims());
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string claims;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &claims));
  std::string forged =
      absl::WebSafeBase64Escape(absl::StrReplaceAll(claims, {{"ada", "eve"}}));
  forged.resize(forged.find_last_not_of('=') + 1);
  ExpectRefused(absl::StrCat(parts[0], ".", forged, ".", parts[2]),
                "not signed by the provider");
}

TEST_F(IdTokenTest, IsRefusedUnsignedOrSignedWithASecret) {
  const std::vector<std::string> parts =
      absl::StrSplit(Signer().Sign(Claims()), '.');
  std::string none = absl::WebSafeBase64Escape(R"({"alg":"none"})");
  none.resize(none.find_last_not_of('=') + 1);
  EXPECT_FALSE(Verify(absl::StrCat(none, ".", parts[1], ".")).ok());
  // A public key is no secret: whoever has it must not be able to sign.
  ExpectRefused(SignWithSecret(Claims(), Signer().PublicJwk()),
                "not signed with a public key");
}

TEST_F(IdTokenTest, IsRefusedWithExtensionsOrWithoutSense) {
  ExpectRefused(Signer().Sign(Claims(), "", /*crit=*/true), "crit");
  for (const char* text : {"", "a.b.c", "....", "not a token"}) {
    ExpectRefused(text, "no signed token");
  }
  ExpectRefused(std::string(100000, 'a'), "no signed token");
  ExpectRefused(Signer().Sign("[1]"), "no claims");
}

TEST_F(IdTokenTest, IsRefusedForAnotherIssuerClientOrSignIn) {
  ExpectRefused(Signer().Sign(Changed("sso.example", "evil.example")),
                "another issuer");
  ExpectRefused(Signer().Sign(Changed(R"("broadsheet")", R"("other")")), "aud");
  ExpectRefused(Signer().Sign(Changed(R"("n1")", R"("n2")")), "nonce");
  ExpectRefused(Signer().Sign(Claims(R"(,"azp":"other")")), "azp");
}

TEST_F(IdTokenTest, ForSeveralClientsItMustSayThatItIsOurs) {
  const std::string several =
      Changed(R"("aud":"broadsheet")", R"("aud":["other","broadsheet"])");
  ExpectRefused(Signer().Sign(several), "azp");
  const std::string ours =
      absl::StrReplaceAll(several, {{"}", R"(,"azp":"broadsheet"})"}});
  EXPECT_TRUE(Verify(Signer().Sign(ours)).ok());
}

TEST_F(IdTokenTest, HoldsForItsTimeWithAMinuteForClocks) {
  const std::string token = Signer().Sign(Claims());
  EXPECT_TRUE(Verify(token, kNow + 659).ok());
  ExpectRefused(token, "expired", kNow + 660);
  EXPECT_TRUE(Verify(token, kNow - 60).ok());
  ExpectRefused(token, "future", kNow - 61);
  ExpectRefused(Signer().Sign(Changed(R"("exp")", R"("not")")), "expired");
}

TEST_F(IdTokenTest, MustSayWhoItIsInLettersThatCanBeKept) {
  ExpectRefused(Signer().Sign(Changed("ada-1", "")), "sub");
  ExpectRefused(Signer().Sign(Changed("ada-1", std::string(256, 'a'))), "sub");
  ExpectRefused(Signer().Sign(Changed("ada-1", "ada\\u0000")), "sub");
  ExpectRefused(Signer().Sign(Changed("ada-1", "ada\\n")), "sub");
  const auto claims = Verify(Signer().Sign(Claims(R"(,"name":"A\u0007")")));
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->name, "");
}

TEST_F(IdTokenTest, KeysThatAreTooShortOrForOtherEndsAreLeftOut) {
  const TokenSigner small("k1", 1024);
  EXPECT_FALSE(KeySet::Parse(small.Keys()).ok());
  const std::string ciphers = absl::StrReplaceAll(
      Signer().Keys(), {{R"("kty")", R"("use":"enc","kty")"}});
  EXPECT_FALSE(KeySet::Parse(ciphers).ok());
  for (const char* text : {"", "[]", "{}", R"({"keys":[]})",
                           R"({"keys":[{"kty":"oct","k":"AAAA"}]})"}) {
    EXPECT_FALSE(KeySet::Parse(text).ok()) << text;
  }
}

TEST_F(IdTokenTest, UserInfoTellsMoreOfTheSamePersonOnly) {
  OidcClaims claims{.subject = "ada-1"};
  const char* const others = R"({"sub":"eve","preferred_username":"eve"})";
  EXPECT_FALSE(AddUserInfo(others, &claims).ok());
  EXPECT_TRUE(AddUserInfo("a.signed.text", &claims).ok());
  EXPECT_EQ(claims.name, "");
  ASSERT_TRUE(AddUserInfo(R"({"sub":"ada-1","preferred_username":"ada",)"
                          R"("email":"a@example.org","email_verified":true})",
                          &claims)
                  .ok());
  EXPECT_EQ(claims.name, "ada");
  EXPECT_EQ(claims.email, "a@example.org");
}

}  // namespace
}  // namespace broadsheet::gateway
