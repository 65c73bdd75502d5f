// What the pages' journeys do not show: who needs a password for what.

#include "gateway/accounts/account_api.h"

#include <string>
#include <vector>

#include "common/errors.h"
#include "gateway/testing/letters.h"
#include "gateway/testing/memory_stores.h"
#include "gateway/testing/quick_passwords.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

// One account, and the links that are made and used.
class OneAccount final : public MemoryStores {
 public:
  v1::Account account;
  std::string password_hash;
  std::vector<internal::v1::Link> links;
  std::vector<internal::v1::UseLinkRequest> used;

  absl::StatusOr<internal::v1::FindAccountResponse> FindAccount(
      const CallContext&, const internal::v1::FindAccountRequest&) override {
    internal::v1::FindAccountResponse response;
    *response.mutable_account() = account;
    return response;
  }
  absl::StatusOr<internal::v1::BeginSignInResponse> BeginSignIn(
      const CallContext&, const internal::v1::BeginSignInRequest&) override {
    internal::v1::BeginSignInResponse response;
    response.set_reader_id(account.reader_id());
    response.set_password_hash(password_hash);
    return response;
  }
  absl::StatusOr<internal::v1::EndSignInResponse> EndSignIn(
      const CallContext&, const internal::v1::EndSignInRequest&) override {
    return internal::v1::EndSignInResponse();
  }
  absl::StatusOr<internal::v1::CreateLinkResponse> CreateLink(
      const CallContext&,
      const internal::v1::CreateLinkRequest& request) override {
    links.push_back(request.link());
    return internal::v1::CreateLinkResponse();
  }
  absl::StatusOr<internal::v1::UseLinkResponse> UseLink(
      const CallContext&,
      const internal::v1::UseLinkRequest& request) override {
    used.push_back(request);
    internal::v1::UseLinkResponse response;
    response.mutable_account()->set_reader_id(request.reader_id());
    return response;
  }
  absl::StatusOr<internal::v1::CreateTokenResponse> CreateToken(
      const CallContext&, const internal::v1::CreateTokenRequest&) override {
    return internal::v1::CreateTokenResponse();
  }
};

class AccountApiTest : public ::testing::Test {
 protected:
  AccountApiTest() {
    api_.Register(&table_);
    stores_.account.set_reader_id("ada");
    who_.kind = Identity::Kind::kReader;
    who_.reader_id = "ada";
  }

  void SetPassword(const std::string& password) {
    stores_.password_hash = *passwords_.Hash(password);
    stores_.account.set_has_password(true);
  }

  absl::Status ChangeEmail(const std::string& password) {
    v1::ChangeEmailRequest request;
    request.set_email("new@example.org");
    request.set_password(password);
    v1::ChangeEmailResponse response;
    return table_.Invoke("AccountService/ChangeEmail", call_, who_, &request,
                         &response);
  }

  absl::StatusOr<v1::SignUpResponse> SignUp(v1::SignUpRequest request) {
    v1::SignUpResponse response;
    const absl::Status status = table_.Invoke("AccountService/SignUp", call_,
                                              Identity(), &request, &response);
    if (!status.ok()) return status;
    return response;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'000'000)};
  OneAccount stores_;
  Letters letters_;
  Passwords passwords_{QuickPasswords()};
  AccountMail mail_{&letters_, "http://127.0.0.1:8080"};
  Authenticator authenticator_{
      {.operator_token = "", .secret = "secret"}, &letters_, &clock_};
  SessionMaker sessions_{&stores_, &clock_};
  AccountApi api_{&stores_,        &passwords_, &mail_,
                  &authenticator_, &sessions_,  &clock_};
  MethodTable table_;
  Identity who_;
  CallContext call_;
};

TEST_F(AccountApiTest, AnotherAddressTakesThePassword) {
  SetPassword("correct horse");
  EXPECT_FALSE(ChangeEmail("").ok());
  EXPECT_EQ(ReasonOf(ChangeEmail("wrong horse")), "BAD_PASSWORD");
  EXPECT_TRUE(stores_.links.empty());
  EXPECT_TRUE(ChangeEmail("correct horse").ok());
  ASSERT_EQ(stores_.links.size(), 1u);
  EXPECT_EQ(stores_.links[0].kind(), internal::v1::LINK_KIND_EMAIL);
}

TEST_F(AccountApiTest, AFirstAddressTakesNoneWhereThereIsNone) {
  EXPECT_TRUE(ChangeEmail("").ok());
  ASSERT_EQ(letters_.queued.size(), 1u);
  EXPECT_EQ(letters_.queued[0].address(), "new@example.org");
}

TEST_F(AccountApiTest, WithoutAPasswordAnAddressStays) {
  stores_.account.set_email("ada@example.org");
  EXPECT_FALSE(ChangeEmail("").ok());
  EXPECT_EQ(ReasonOf(ChangeEmail("any password")), "BAD_PASSWORD");
  EXPECT_TRUE(letters_.queued.empty());
}

TEST_F(AccountApiTest, ARegistrationNeedsANameAlone) {
  v1::SignUpRequest request;
  request.set_registration("bs_offer");
  request.set_reader_id("ada");
  const auto made = SignUp(request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_NE(made->session_token(), "");
  ASSERT_EQ(stores_.used.size(), 1u);
  EXPECT_EQ(stores_.used[0].kinds(0), internal::v1::LINK_KIND_IDENTITY);
  EXPECT_EQ(stores_.used[0].sha256(), HashToken("bs_offer"));
  EXPECT_EQ(stores_.used[0].reader_id(), "ada");
}

TEST_F(AccountApiTest, ARegistrationIsNotSpentOnAWrongForm) {
  v1::SignUpRequest request;
  request.set_registration("bs_offer");
  request.set_reader_id("ada@example.org");
  EXPECT_FALSE(SignUp(request).ok());
  request.set_reader_id("ada");
  request.set_label(std::string(101, 'a'));
  EXPECT_FALSE(SignUp(request).ok());
  request.set_label("");
  request.set_email("ada@example.org");
  EXPECT_FALSE(SignUp(request).ok());
  EXPECT_TRUE(stores_.used.empty());
}

}  // namespace
}  // namespace broadsheet::gateway
