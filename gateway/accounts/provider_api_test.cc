#include "gateway/accounts/provider_api.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/oidc/testing/loopback_provider.h"
#include "gateway/testing/letters.h"
#include "gateway/testing/memory_stores.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;

// Accounts and their identities, as far as this API asks for them.
class MemoryAccounts final : public MemoryStores {
 public:
  // Subject -> reader.
  std::map<std::string, std::string> identities;
  // Whose addresses are taken.
  std::map<std::string, std::string> emails;
  std::vector<internal::v1::Link> links;
  // Everybody's account, and what ListIdentities answers.
  v1::Account account;
  internal::v1::ListIdentitiesResponse linked;
  std::vector<std::string> dropped;
  int added = 0;

  absl::StatusOr<internal::v1::UseIdentityResponse> UseIdentity(
      const CallContext&,
      const internal::v1::UseIdentityRequest& request) override {
    const auto found = identities.find(request.identity().subject());
    if (found == identities.end()) {
      return MakeError(absl::StatusCode::kNotFound, "IDENTITY_UNKNOWN", "");
    }
    internal::v1::UseIdentityResponse response;
    response.mutable_account()->set_reader_id(found->second);
    return response;
  }

  absl::StatusOr<internal::v1::AddIdentityResponse> AddIdentity(
      const CallContext&,
      const internal::v1::AddIdentityRequest& request) override {
    ++added;
    identities[request.identity().subject()] = request.reader_id();
    internal::v1::AddIdentityResponse response;
    response.mutable_identity()->set_issuer(request.identity().issuer());
    return response;
  }

  absl::StatusOr<internal::v1::CreateLinkResponse> CreateLink(
      const CallContext&,
      const internal::v1::CreateLinkRequest& request) override {
    internal::v1::CreateLinkResponse response;
    response.set_email_taken(emails.count(request.link().email()) > 0);
    if (!response.email_taken()) links.push_back(request.link());
    return response;
  }

  absl::StatusOr<internal::v1::FindAccountResponse> FindAccount(
      const CallContext&,
      const internal::v1::FindAccountRequest& request) override {
    internal::v1::FindAccountResponse response;
    *response.mutable_account() = account;
    response.mutable_account()->set_reader_id(request.login());
    return response;
  }

  absl::StatusOr<internal::v1::ListIdentitiesResponse> ListIdentities(
      const CallContext&, const internal::v1::ListIdentitiesRequest&) override {
    return linked;
  }

  absl::StatusOr<internal::v1::DropIdentityResponse> DropIdentity(
      const CallContext&,
      const internal::v1::DropIdentityRequest& request) override {
    dropped.push_back(request.identity_id());
    return internal::v1::DropIdentityResponse();
  }

  absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext&, const internal::v1::CreateTokenRequest&) override {
    return internal::v1::CreateTokenResponse();
  }
};

class ProviderApiTest : public ::testing::Test {
 protected:
  ProviderApiTest() { Start(); }

  void Start() {
    providers_ = std::make_unique<SignInProviders>(
        std::vector{options_}, "http://127.0.0.1:8080", &clock_, &log_);
    api_ = std::make_unique<ProviderApi>(providers_.get(), &stores_, &mail_,
                                         &sessions_, "secret", &clock_);
    api_->Register(&table_);
  }

  template <class Response, class Request>
  absl::StatusOr<Response> Call(const std::string& method, Request request) {
    Response response;
    const absl::Status status = table_.Invoke("AccountService/" + method, call_,
                                              who_, &request, &response);
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::BeginProviderSignInResponse> Begin(bool link = false) {
    v1::BeginProviderSignInRequest request;
    request.set_provider_id("uni");
    request.set_link(link);
    return Call<v1::BeginProviderSignInResponse>("BeginProviderSignIn",
                                                 request);
  }

  // What the browser brings back when `subject` has signed in there.
  template <class Request>
  Request Back(const v1::BeginProviderSignInResponse& begun,
               const std::string& subject) {
    Request request;
    request.set_flow(begun.flow());
    request.set_state(
        LoopbackProvider::Parameter(begun.authorization_url(), "state"));
    request.set_code(provider_.CodeFor(begun.authorization_url(), subject));
    return request;
  }

  absl::StatusOr<v1::FinishProviderSignInResponse> Finish(
      const v1::FinishProviderSignInRequest& request) {
    return Call<v1::FinishProviderSignInResponse>("FinishProviderSignIn",
                                                  request);
  }

  absl::StatusOr<v1::FinishProviderSignInResponse> SignIn(
      const std::string& subject) {
    const auto begun = Begin();
    if (!begun.ok()) return begun.status();
    return Finish(Back<v1::FinishProviderSignInRequest>(*begun, subject));
  }

  void Become(const std::string& reader, int scopes = 0) {
    who_.kind = Identity::Kind::kReader;
    who_.reader_id = reader;
    who_.scopes = scopes;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  LoopbackProvider provider_{clock_.Now()};
  Logger log_{"test", "error"};
  OidcProviderOptions options_ = provider_.Options();
  MemoryAccounts stores_;
  SessionMaker sessions_{&stores_, &clock_};
  Letters letters_;
  AccountMail mail_{&letters_, "http://127.0.0.1:8080"};
  std::unique_ptr<SignInProviders> providers_;
  std::unique_ptr<ProviderApi> api_;
  MethodTable table_;
  Identity who_;
  CallContext call_;
};

TEST_F(ProviderApiTest, ListsTheProvidersForEverybody) {
  const auto listed = Call<v1::ListSignInProvidersResponse>(
      "ListSignInProviders", v1::ListSignInProvidersRequest());
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->providers_size(), 1);
  EXPECT_EQ(listed->providers(0).provider_id(), "uni");
  EXPECT_EQ(listed->providers(0).title(), "University");
}

TEST_F(ProviderApiTest, OpensTheAccountOfWhomTheProviderNames) {
  stores_.identities["ada-1"] = "ada";
  const auto done = SignIn("ada-1");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->reader_id(), "ada");
  EXPECT_NE(done->session_token(), "");
  EXPECT_EQ(done->registration(), "");
}

TEST_F(ProviderApiTest, OffersAnAccountToWhoHasNone) {
  provider_.SetUserInfo(R"(,"preferred_username":"Ada Lovelace",)"
                        R"("email":"Ada@Example.ORG","email_verified":true)");
  const auto done = SignIn("ada-1");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->session_token(), "");
  EXPECT_NE(done->registration(), "");
  EXPECT_EQ(done->suggested_name(), "Ada-Lovelace");
  ASSERT_EQ(stores_.links.size(), 1u);
  EXPECT_EQ(stores_.links[0].kind(), internal::v1::LINK_KIND_IDENTITY);
  EXPECT_EQ(stores_.links[0].email(), done->email());
  EXPECT_EQ(stores_.links[0].identity().issuer(), provider_.issuer());
  EXPECT_EQ(stores_.links[0].identity().subject(), "ada-1");
}

TEST_F(ProviderApiTest, AnAddressAloneOpensNobodysAccount) {
  stores_.emails["ada@example.org"] = "ada";
  provider_.SetUserInfo(R"(,"email":"ada@example.org","email_verified":true)");
  EXPECT_EQ(ReasonOf(SignIn("eve-1").status()), "EMAIL_TAKEN");
}

TEST_F(ProviderApiTest, NewAccountsMayBeForAddressesOfSomeDomainsOnly) {
  options_.email_domains = {"example.org"};
  Start();
  EXPECT_EQ(ReasonOf(SignIn("eve-1").status()), "NOT_OF_DOMAIN");
  provider_.SetUserInfo(R"(,"email":"eve@evil.example","email_verified":true)");
  EXPECT_EQ(ReasonOf(SignIn("eve-1").status()), "NOT_OF_DOMAIN");
  provider_.SetUserInfo(R"(,"email":"ada@example.org","email_verified":true)");
  EXPECT_TRUE(SignIn("ada-1").ok());
  // Who has an account enters it.
  provider_.SetUserInfo("");
  stores_.identities["bert-1"] = "bert";
  EXPECT_TRUE(SignIn("bert-1").ok());
}

TEST_F(ProviderApiTest, OnlyProvidersThatThereAreCountAsWaysIn) {
  Become("ada");
  const auto add = [&](const char* id, const std::string& issuer) {
    auto& each = *stores_.linked.add_identities();
    each.set_identity_id(id);
    each.set_issuer(issuer);
  };
  add("1", provider_.issuer());
  add("2", "https://gone.example");
  v1::UnlinkIdentityRequest request;
  request.set_identity_id("1");
  const auto unlink = [&] {
    return Call<v1::UnlinkIdentityResponse>("UnlinkIdentity", request).status();
  };
  EXPECT_EQ(ReasonOf(unlink()), "LAST_WAY_IN");
  request.set_identity_id("2");
  EXPECT_TRUE(unlink().ok());
  stores_.account.set_has_password(true);
  request.set_identity_id("1");
  EXPECT_TRUE(unlink().ok());
  EXPECT_EQ(stores_.dropped, (std::vector<std::string>{"2", "1"}));
}

TEST_F(ProviderApiTest, AFlowEndsWhereItWasBegunAndInTime) {
  const auto begun = Begin();
  const auto other = Begin();
  auto mixed = Back<v1::FinishProviderSignInRequest>(*begun, "ada-1");
  mixed.set_flow(other->flow());
  EXPECT_EQ(ReasonOf(Finish(mixed).status()), "SIGN_IN_REFUSED");
  auto forged = Back<v1::FinishProviderSignInRequest>(*begun, "ada-1");
  forged.set_flow("AAAA");
  EXPECT_EQ(ReasonOf(Finish(forged).status()), "SIGN_IN_REFUSED");
  clock_.Advance(absl::Minutes(10));
  const auto late = Back<v1::FinishProviderSignInRequest>(*begun, "ada-1");
  EXPECT_EQ(ReasonOf(Finish(late).status()), "SIGN_IN_REFUSED");
  EXPECT_EQ(provider_.Asked("/token"), 0);
}

TEST_F(ProviderApiTest, ACodeOfAnotherSignInIsRefused) {
  const auto first = Begin();
  const auto second = Begin();
  const auto request = Back<v1::FinishProviderSignInRequest>(*first, "ada-1");
  // The code is now of the second, with its challenge and nonce.
  provider_.CodeFor(second->authorization_url(), "ada-1");
  EXPECT_EQ(ReasonOf(Finish(request).status()), "SIGN_IN_REFUSED");
  EXPECT_EQ(provider_.Asked("/token"), 1);
}

TEST_F(ProviderApiTest, FieldsAreNamedThatAreMissing) {
  const auto status = Finish(v1::FinishProviderSignInRequest()).status();
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].field, "flow");
}

TEST_F(ProviderApiTest, UnknownProvidersAreNamedSo) {
  v1::BeginProviderSignInRequest request;
  request.set_provider_id("other");
  EXPECT_EQ(ReasonOf(Call<v1::BeginProviderSignInResponse>(
                         "BeginProviderSignIn", request)
                         .status()),
            "PROVIDER_UNKNOWN");
}

TEST_F(ProviderApiTest, AReaderLinksSomebodyToTheirOwnAccountOnly) {
  EXPECT_EQ(ReasonOf(Begin(true).status()), "CREDENTIAL_NEEDED");
  Become("ada", 1 << v1::TOKEN_SCOPE_READ);
  EXPECT_EQ(ReasonOf(Begin(true).status()), "CREDENTIAL_NEEDED");
  Become("ada");
  const auto begun = Begin(true);
  ASSERT_TRUE(begun.ok()) << begun.status();
  const auto back = Back<v1::LinkIdentityRequest>(*begun, "ada-1");
  Become("eve");
  EXPECT_EQ(
      ReasonOf(Call<v1::LinkIdentityResponse>("LinkIdentity", back).status()),
      "SIGN_IN_REFUSED");
  Become("ada");
  const auto linked = Call<v1::LinkIdentityResponse>("LinkIdentity", back);
  ASSERT_TRUE(linked.ok()) << linked.status();
  EXPECT_EQ(linked->identity().provider_id(), "uni");
  EXPECT_EQ(stores_.identities["ada-1"], "ada");
  EXPECT_TRUE(letters_.queued.empty());
}

TEST_F(ProviderApiTest, TheOwnerIsToldOfANewWayIn) {
  stores_.account.set_email("ada@example.org");
  Become("ada");
  const auto begun = Begin(true);
  ASSERT_TRUE(begun.ok()) << begun.status();
  ASSERT_TRUE(
      Call<v1::LinkIdentityResponse>(
          "LinkIdentity", Back<v1::LinkIdentityRequest>(*begun, "ada-1"))
          .ok());
  ASSERT_EQ(letters_.queued.size(), 1u);
  EXPECT_EQ(letters_.queued[0].address(), "ada@example.org");
  EXPECT_THAT(letters_.queued[0].notice().paragraphs(0),
              HasSubstr("University"));
}

TEST_F(ProviderApiTest, NobodyGetsAWayInThatItsOwnerIsNotToldOf) {
  stores_.account.set_email("ada@example.org");
  letters_.fails = true;
  Become("ada");
  const auto begun = Begin(true);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_FALSE(
      Call<v1::LinkIdentityResponse>(
          "LinkIdentity", Back<v1::LinkIdentityRequest>(*begun, "ada-1"))
          .ok());
  EXPECT_EQ(stores_.added, 0);
}

TEST_F(ProviderApiTest, ACodeIsNotSpentOnAWrongLabel) {
  const auto begun = Begin();
  auto request = Back<v1::FinishProviderSignInRequest>(*begun, "ada-1");
  request.set_label(std::string(101, 'a'));
  EXPECT_EQ(ViolationsOf(Finish(request).status())[0].field, "label");
  EXPECT_EQ(provider_.Asked("/token"), 0);
}

TEST_F(ProviderApiTest, AFlowThatLinksSignsNobodyInAndTheOtherWay) {
  Become("ada");
  const auto linking = Begin(true);
  EXPECT_EQ(
      ReasonOf(Finish(Back<v1::FinishProviderSignInRequest>(*linking, "ada-1"))
                   .status()),
      "SIGN_IN_REFUSED");
  const auto entering = Begin();
  EXPECT_EQ(ReasonOf(Call<v1::LinkIdentityResponse>(
                         "LinkIdentity",
                         Back<v1::LinkIdentityRequest>(*entering, "ada-1"))
                         .status()),
            "SIGN_IN_REFUSED");
}

TEST(SuggestName, KeepsWhatFitsTheRule) {
  EXPECT_EQ(SuggestName("ada"), "ada");
  EXPECT_EQ(SuggestName("ada@example.org"), "ada");
  EXPECT_EQ(SuggestName("Ada  Lovelace "), "Ada-Lovelace");
  EXPECT_EQ(SuggestName("\xc3\x89mile Zola"), "mile-Zola");
  EXPECT_EQ(SuggestName("\xe6\x9d\x8e"), "");
  EXPECT_EQ(SuggestName(std::string(100, 'a')), std::string(40, 'a'));
  EXPECT_EQ(SuggestName("@"), "");
}

}  // namespace
}  // namespace broadsheet::gateway
