#include "gateway/identity.h"

#include <set>

#include "gateway/testing/memory_backend.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() { backend_.tokens[HashToken("bs_a")] = "alice"; }

  absl::StatusOr<Identity> Identify(const std::string& token) {
    return authenticator_.Identify(CallContext(), token);
  }

  FakeClock clock_{absl::UnixEpoch()};
  MemoryBackend backend_;
  Authenticator authenticator_{
      {"operator's own token", "secret", absl::Seconds(5), 2},
      &backend_,
      &clock_};
};

TEST_F(AuthenticatorTest, TellsAnonymousReaderAndOperatorApart) {
  EXPECT_TRUE(Identify("")->anonymous());
  EXPECT_TRUE(Identify("operator's own token")->is_operator());
  EXPECT_EQ(Identify("bs_a")->reader_id, "alice");
  EXPECT_TRUE(Identify("bs_a")->is_reader());
}

TEST_F(AuthenticatorTest, RefusesUnknownAndOverlongTokens) {
  EXPECT_TRUE(absl::IsUnauthenticated(Identify("bs_b").status()));
  EXPECT_TRUE(
      absl::IsUnauthenticated(Identify(std::string(1000, 'x')).status()));
}

TEST_F(AuthenticatorTest, SaysWhenStorageCannotTell) {
  backend_.storage = absl::UnavailableError("down");
  EXPECT_TRUE(absl::IsUnavailable(Identify("bs_a").status()));
  EXPECT_TRUE(Identify("operator's own token")->is_operator());
}

TEST_F(AuthenticatorTest, AsksStorageAgainAfterFiveSeconds) {
  (void)Identify("bs_a");
  (void)Identify("bs_a");
  EXPECT_EQ(backend_.token_lookups, 1);
  backend_.tokens.clear();
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(absl::IsUnauthenticated(Identify("bs_a").status()));
}

TEST_F(AuthenticatorTest, KeepsABoundedNumberOfTokens) {
  backend_.tokens[HashToken("bs_b")] = "bob";
  backend_.tokens[HashToken("bs_c")] = "carol";
  for (const char* token : {"bs_a", "bs_b", "bs_c"}) (void)Identify(token);
  Identity identity;
  EXPECT_FALSE(authenticator_.IdentifyNow("bs_a", &identity));
  EXPECT_TRUE(authenticator_.IdentifyNow("bs_c", &identity));
  EXPECT_EQ(identity.reader_id, "carol");
}

TEST_F(AuthenticatorTest, HasNoOperatorWithoutAToken) {
  Authenticator none({"", "secret"}, &backend_, &clock_);
  EXPECT_TRUE(none.Identify(CallContext(), "")->anonymous());
}

TEST_F(AuthenticatorTest, BindsCsrfTokensToTheSessionAndTheSecret) {
  const std::string csrf = authenticator_.CsrfToken("bs_a");
  EXPECT_TRUE(authenticator_.CsrfTokenFits("bs_a", csrf));
  EXPECT_FALSE(authenticator_.CsrfTokenFits("bs_b", csrf));
  EXPECT_FALSE(authenticator_.CsrfTokenFits("", csrf));
  EXPECT_FALSE(authenticator_.CsrfTokenFits("bs_a", ""));
  Authenticator other({"", "another"}, &backend_, &clock_);
  EXPECT_FALSE(other.CsrfTokenFits("bs_a", csrf));
}

TEST(MakeToken, GivesLongDifferentTokens) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) tokens.insert(MakeToken());
  EXPECT_EQ(tokens.size(), 100u);
  EXPECT_EQ(tokens.begin()->substr(0, 3), "bs_");
  EXPECT_EQ(tokens.begin()->size(), 46u);
}

}  // namespace
}  // namespace broadsheet::gateway
