#include "gateway/oidc/oidc_provider.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "gateway/oidc/testing/loopback_provider.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kDiscovery[] = "/.well-known/openid-configuration";

class OidcProviderTest : public ::testing::Test {
 protected:
  OidcProvider& Client() {
    if (client_ == nullptr) {
      client_ = Make(fetcher_.get());
    }
    return *client_;
  }

  std::unique_ptr<OidcProvider> Make(HttpFetcher* fetcher) {
    return std::make_unique<OidcProvider>(
        options_, LoopbackProvider::kRedirectUri,
        OidcProvider::Environment{.fetcher = fetcher,
                                  .clock = &clock_,
                                  .log = &log_,
                                  .turns = &turns_,
                                  .longest_wait = absl::Milliseconds(10)});
  }

  std::string Begin() {
    const auto url = Client().AuthorizationUrl(
        call_, "s1", "n1", LoopbackProvider::Challenge("v1"));
    EXPECT_TRUE(url.ok()) << url.status();
    return url.ok() ? *url : "";
  }

  absl::StatusOr<OidcClaims> Redeem(const std::string& subject) {
    const std::string url = Begin();
    return Client().Redeem(
        call_, {.code = provider_.CodeFor(url, subject),
                .issuer = "",
                .verifier = "v1",
                .nonce = LoopbackProvider::Parameter(url, "nonce")});
  }

  // The log says why, to the operator alone.
  template <class Call>
  void ExpectDown(Call call, const std::string& why) {
    ::testing::internal::CaptureStderr();
    const absl::Status status = call();
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr(why));
    EXPECT_EQ(ReasonOf(status), "PROVIDER_DOWN") << status;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(why)));
  }

  absl::Status Url(OidcProvider& client) {
    return client.AuthorizationUrl(call_, "s", "n", "c").status();
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  LoopbackProvider provider_{clock_.Now()};
  OidcProviderOptions options_ = provider_.Options();
  std::unique_ptr<HttpFetcher> fetcher_ =
      MakeCurlFetcher({.user_agent = "test",
                       .allow_private = true,
                       .timeout = absl::Seconds(20)});
  static constexpr int kTurns = 3;
  Logger log_{"test", "info"};
  OidcProvider::Turns turns_{kTurns};
  CallContext call_;
  std::unique_ptr<OidcProvider> client_;
};

TEST_F(OidcProviderTest, SendsTheBrowserWithAllThatTheCodeFlowNeeds) {
  const std::string url = Begin();
  EXPECT_THAT(url, StartsWith(provider_.issuer() + "/auth?tenant=1&"));
  const auto parameter = [&](const char* name) {
    return LoopbackProvider::Parameter(url, name);
  };
  EXPECT_EQ(parameter("response_type"), "code");
  EXPECT_EQ(parameter("client_id"), "broadsheet");
  EXPECT_EQ(parameter("redirect_uri"), LoopbackProvider::kRedirectUri);
  EXPECT_EQ(parameter("scope"), "openid email profile");
  EXPECT_EQ(parameter("state"), "s1");
  EXPECT_EQ(parameter("nonce"), "n1");
  EXPECT_EQ(parameter("code_challenge"), LoopbackProvider::Challenge("v1"));
  EXPECT_EQ(parameter("code_challenge_method"), "S256");
}

TEST_F(OidcProviderTest, LearnsWhoItIsFromTheTokenAndTheUserInfo) {
  provider_.SetClaims(R"(,"preferred_username":"ada")");
  provider_.SetUserInfo(R"(,"email":"ada@example.org","email_verified":true)");
  const auto claims = Redeem("ada-1");
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->subject, "ada-1");
  EXPECT_EQ(claims->name, "ada");
  EXPECT_EQ(claims->email, "ada@example.org");
  EXPECT_THAT(
      provider_.token_form(),
      AllOf(HasSubstr("grant_type=authorization_code"),
            HasSubstr("code_verifier=v1"), Not(HasSubstr("client_secret"))));
}

TEST_F(OidcProviderTest, ProvesItselfInTheHeaderEncodedAsOAuthWants) {
  ASSERT_TRUE(Redeem("ada-1").ok());
  std::string proof;
  ASSERT_TRUE(absl::Base64Unescape(
      absl::StripPrefix(provider_.token_authorization(), "Basic "), &proof));
  // Versions of libcurl write %3A or %3a.
  EXPECT_EQ(absl::AsciiStrToLower(proof), "broadsheet:hush%3ahush");
}

TEST_F(OidcProviderTest, ProvesItselfInTheBodyWhereOnlyThatIsKnown) {
  provider_.Answer(kDiscovery, 200,
                   absl::StrReplaceAll(
                       R"({"issuer":"@","authorization_endpoint":"@/auth",
          "token_endpoint":"@/token","jwks_uri":"@/keys",
          "token_endpoint_auth_methods_supported":["client_secret_post"]})",
                       {{"@", provider_.issuer()}}));
  ASSERT_TRUE(Redeem("ada-1").ok());
  EXPECT_EQ(provider_.token_authorization(), "");
  EXPECT_THAT(provider_.token_form(), AllOf(HasSubstr("client_id=broadsheet"),
                                            HasSubstr("client_secret=hush")));
}

TEST_F(OidcProviderTest, APublicClientHasNoSecret) {
  options_.client_secret.clear();
  ASSERT_TRUE(Redeem("ada-1").ok());
  EXPECT_EQ(provider_.token_authorization(), "");
  EXPECT_THAT(provider_.token_form(), AllOf(HasSubstr("client_id=broadsheet"),
                                            Not(HasSubstr("client_secret"))));
}

TEST_F(OidcProviderTest, BelievesTheDescriptionForAnHour) {
  Begin();
  clock_.Advance(absl::Minutes(59));
  Begin();
  EXPECT_EQ(provider_.Asked(kDiscovery), 1);
  clock_.Advance(absl::Minutes(1));
  Begin();
  EXPECT_EQ(provider_.Asked(kDiscovery), 2);
}

TEST_F(OidcProviderTest, AsksForNewKeysAtMostOnceAMinute) {
  ASSERT_TRUE(Redeem("ada-1").ok());
  ASSERT_TRUE(Redeem("ada-1").ok());
  EXPECT_EQ(provider_.Asked("/keys"), 1);
  provider_.ChangeKey("second");
  EXPECT_EQ(ReasonOf(Redeem("ada-1").status()), "SIGN_IN_REFUSED");
  EXPECT_EQ(provider_.Asked("/keys"), 1);
  clock_.Advance(absl::Seconds(60));
  EXPECT_TRUE(Redeem("ada-1").ok());
  EXPECT_EQ(provider_.Asked("/keys"), 2);
}

TEST_F(OidcProviderTest, DoesNotBelieveADescriptionOfSomebodyElse) {
  provider_.Answer(kDiscovery, 200, R"({"issuer":"https://evil.example"})");
  ExpectDown([&] { return Url(Client()); }, "https://evil.example");
}

TEST_F(OidcProviderTest, SaysWhatIsWrongWithTheProvider) {
  provider_.Answer(kDiscovery, 404, "nothing here");
  ExpectDown([&] { return Url(Client()); }, "404");
  provider_.Answer(kDiscovery, 200,
                   absl::StrReplaceAll(
                       R"({"issuer":"@","authorization_endpoint":"@/auth",
                       "token_endpoint":"http://far.example/token",
                       "jwks_uri":"@/keys"})",
                       {{"@", provider_.issuer()}}));
  ExpectDown([&] { return Url(Client()); }, "https");
  provider_.Answer(kDiscovery, 200, "");
  provider_.Answer("/keys", 200, "no keys");
  ExpectDown([&] { return Redeem("ada-1").status(); }, "keys");
  provider_.Answer("/token", 503, "later");
  ExpectDown([&] { return Redeem("ada-1").status(); }, "503");
}

TEST_F(OidcProviderTest, RefusesWhomTheProviderRefuses) {
  provider_.Answer("/token", 400,
                   R"({"error":"invalid_grant","error_description":"used"})");
  const auto claims = Redeem("ada-1");
  EXPECT_EQ(ReasonOf(claims.status()), "SIGN_IN_REFUSED");
  EXPECT_THAT(std::string(claims.status().message()),
              HasSubstr("invalid_grant used"));
}

TEST_F(OidcProviderTest, RefusesAnAnswerThatIsAnotherProvidersOrPersons) {
  Begin();
  const auto mixed = Client().Redeem(call_, {.code = "c",
                                             .issuer = "https://other.example",
                                             .verifier = "v1",
                                             .nonce = "n1"});
  EXPECT_EQ(ReasonOf(mixed.status()), "SIGN_IN_REFUSED");
  EXPECT_EQ(provider_.Asked("/token"), 0);
  provider_.Answer("/me", 200, R"({"sub":"eve","email":"eve@example.org"})");
  EXPECT_EQ(ReasonOf(Redeem("ada-1").status()), "SIGN_IN_REFUSED");
}

TEST_F(OidcProviderTest, WithoutUserInfoThereIsNoAddress) {
  provider_.Answer("/me", 403, "no");
  const auto claims = Redeem("ada-1");
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->email, "");
}

TEST_F(OidcProviderTest, AFewAskAndOthersAreToldSoon) {
  // Nobody accepts: whoever connects waits.
  class SlowFetcher final : public HttpFetcher {
   public:
    absl::StatusOr<HttpPage> Ask(const CallContext&,
                                 const HttpQuestion&) override {
      ++asking;
      gate.WaitForNotification();
      return absl::UnavailableError("slow");
    }
    std::atomic<int> asking = 0;
    absl::Notification gate;
  } slow;
  const auto client = Make(&slow);
  std::vector<std::thread> waiting;
  for (int i = 0; i < kTurns; ++i) {
    waiting.emplace_back([&] { (void)Url(*client); });
  }
  while (slow.asking < kTurns) std::this_thread::yield();
  ExpectDown([&] { return Url(*client); }, "others wait");
  slow.gate.Notify();
  for (std::thread& thread : waiting) thread.join();
}

TEST_F(OidcProviderTest, GoesOnForADayWithWhatItKnew) {
  ASSERT_TRUE(Redeem("ada-1").ok());
  provider_.Answer(kDiscovery, 503, "later");
  provider_.Answer("/keys", 503, "later");
  clock_.Advance(absl::Hours(23));
  provider_.SetNow(clock_.Now());
  EXPECT_TRUE(Redeem("ada-1").ok());
  clock_.Advance(absl::Hours(1));
  ExpectDown([&] { return Url(Client()); }, "503");
}

TEST_F(OidcProviderTest, FollowsNoRedirectThatOthersCouldReadAlong) {
  provider_.Answer(kDiscovery, 302, "elsewhere");
  ExpectDown([&] { return Url(Client()); }, "302");
}

TEST_F(OidcProviderTest, WhoAlwaysNamesItselfMustDoSo) {
  provider_.Describe(
      R"(,"authorization_response_iss_parameter_supported":true)");
  EXPECT_EQ(ReasonOf(Redeem("ada-1").status()), "SIGN_IN_REFUSED");
  const std::string url = Begin();
  EXPECT_TRUE(Client()
                  .Redeem(call_, {.code = provider_.CodeFor(url, "ada-1"),
                                  .issuer = provider_.issuer(),
                                  .verifier = "v1",
                                  .nonce = "n1"})
                  .ok());
}

}  // namespace
}  // namespace broadsheet::gateway
