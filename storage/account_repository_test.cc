// Accounts, links, sessions and guessing, over a real database.

#include "storage/account_repository.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace store = internal::v1;

constexpr int64_t kNow = 1'795'000'000;

google::protobuf::Timestamp At(int64_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(kNow + seconds);
  return time;
}

// 32 bytes.
std::string Hash(char letter) { return std::string(32, letter); }

class AccountTest : public ::testing::Test {
 protected:
  store::CreateLinkResponse CreateLink(char hash, store::LinkKind kind,
                                       const std::string& reader,
                                       const std::string& email) {
    store::CreateLinkRequest request;
    request.set_sha256(Hash(hash));
    request.mutable_link()->set_kind(kind);
    request.mutable_link()->set_reader_id(reader);
    request.mutable_link()->set_email(email);
    request.mutable_link()->set_password_hash("hash of " + reader);
    request.mutable_link()->set_role(v1::ROLE_READER);
    *request.mutable_link()->mutable_expires_at() = At(3600);
    *request.mutable_at() = At(0);
    const auto response =
        store_.repositories.account_links.Create(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : store::CreateLinkResponse();
  }

  absl::StatusOr<store::UseLinkResponse> UseLink(
      char hash, store::LinkKind kind, int64_t at = 60,
      const std::string& reader = "") {
    store::UseLinkRequest request;
    request.set_sha256(Hash(hash));
    request.add_kinds(kind);
    request.set_reader_id(reader);
    request.set_password_hash("new hash");
    *request.mutable_at() = At(at);
    return store_.repositories.account_links.Use(TestCall(), request);
  }

  void SignUp(const std::string& reader, const std::string& email) {
    const char hash = reader[0];
    CreateLink(hash, store::LINK_KIND_SIGN_UP, reader, email);
    const auto used = UseLink(hash, store::LINK_KIND_SIGN_UP);
    ASSERT_TRUE(used.ok()) << used.status();
  }

  absl::StatusOr<store::BeginSignInResponse> Begin(
      const std::string& login, int64_t at,
      const std::string& address = "10.0.0.1") {
    store::BeginSignInRequest request;
    request.set_login(login);
    request.set_address(address);
    *request.mutable_at() = At(at);
    return store_.repositories.sign_ins.Begin(TestCall(), request);
  }

  void AddCredential(char hash, const std::string& reader, bool session) {
    store::CreateTokenRequest request;
    request.set_sha256(Hash(hash));
    request.set_reader_id(reader);
    request.set_session(session);
    request.add_scopes(v1::TOKEN_SCOPE_READ);
    *request.mutable_at() = At(0);
    *request.mutable_expires_at() = At(1000);
    const auto made =
        store_.repositories.readers.CreateToken(TestCall(), request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  absl::StatusOr<store::FindTokenResponse> FindToken(char hash, int64_t at) {
    store::FindTokenRequest request;
    request.set_sha256(Hash(hash));
    *request.mutable_at() = At(at);
    return store_.repositories.readers.FindToken(TestCall(), request);
  }

  TestStore store_;
};

TEST_F(AccountTest, ExistsOnceItsLinkWasUsedAndTheLinkServesOnce) {
  CreateLink('a', store::LINK_KIND_SIGN_UP, "ann", "ann@example.org");
  EXPECT_EQ(store_.Run("select count(*) from accounts"), "0\n");
  const auto used = UseLink('a', store::LINK_KIND_SIGN_UP);
  ASSERT_TRUE(used.ok()) << used.status();
  EXPECT_EQ(used->account().reader_id(), "ann");
  EXPECT_EQ(used->account().email(), "ann@example.org");
  EXPECT_EQ(used->account().role(), v1::ROLE_READER);
  EXPECT_EQ(ReasonOf(UseLink('a', store::LINK_KIND_SIGN_UP).status()),
            "LINK_UNKNOWN");
}

TEST_F(AccountTest, LinksEndAndAreOfTheirKindOnly) {
  CreateLink('a', store::LINK_KIND_SIGN_UP, "ann", "ann@example.org");
  EXPECT_EQ(ReasonOf(UseLink('a', store::LINK_KIND_PASSWORD).status()),
            "LINK_UNKNOWN");
  EXPECT_EQ(ReasonOf(UseLink('a', store::LINK_KIND_SIGN_UP, 3600).status()),
            "LINK_UNKNOWN");
}

TEST_F(AccountTest, NeedsANameAndAnAddressOfItsOwn) {
  SignUp("ann", "ann@example.org");
  EXPECT_TRUE(CreateLink('b', store::LINK_KIND_SIGN_UP, "ann", "b@example.org")
                  .name_taken());
  EXPECT_TRUE(
      CreateLink('b', store::LINK_KIND_SIGN_UP, "bert", "ann@example.org")
          .email_taken());
  // Two that ask at the same time: the first use wins.
  CreateLink('c', store::LINK_KIND_SIGN_UP, "carl", "c@example.org");
  CreateLink('d', store::LINK_KIND_SIGN_UP, "carl", "d@example.org");
  CreateLink('e', store::LINK_KIND_SIGN_UP, "eve", "c@example.org");
  EXPECT_TRUE(UseLink('c', store::LINK_KIND_SIGN_UP).ok());
  EXPECT_EQ(ReasonOf(UseLink('d', store::LINK_KIND_SIGN_UP).status()),
            "NAME_TAKEN");
  EXPECT_EQ(ReasonOf(UseLink('e', store::LINK_KIND_SIGN_UP).status()),
            "EMAIL_TAKEN");
}

TEST_F(AccountTest, CannotTakeTheNameOfAReaderUnlessInvitedUnderIt) {
  AddCredential('t', "ann", false);
  EXPECT_TRUE(CreateLink('a', store::LINK_KIND_SIGN_UP, "ann", "a@example.org")
                  .name_taken());
  CreateLink('i', store::LINK_KIND_INVITATION, "", "");
  EXPECT_EQ(
      ReasonOf(UseLink('i', store::LINK_KIND_INVITATION, 60, "ann").status()),
      "NAME_TAKEN");
  CreateLink('j', store::LINK_KIND_INVITATION, "ann", "");
  EXPECT_FALSE(UseLink('j', store::LINK_KIND_INVITATION, 60, "bert").ok());
  EXPECT_TRUE(UseLink('j', store::LINK_KIND_INVITATION, 60, "ann").ok());
}

TEST_F(AccountTest, GetsNoMoreThanFiveLinksAnHour) {
  SignUp("ann", "ann@example.org");
  for (const char hash : {'1', '2', '3', '4', '5'}) {
    EXPECT_FALSE(
        CreateLink(hash, store::LINK_KIND_PASSWORD, "ann", "ann@example.org")
            .too_many());
  }
  EXPECT_TRUE(
      CreateLink('6', store::LINK_KIND_PASSWORD, "ann", "ann@example.org")
          .too_many());
}

TEST_F(AccountTest, ANewPasswordEndsSessionsButNotTokens) {
  SignUp("ann", "ann@example.org");
  AddCredential('s', "ann", true);
  AddCredential('t', "ann", false);
  CreateLink('p', store::LINK_KIND_PASSWORD, "ann", "ann@example.org");
  ASSERT_TRUE(UseLink('p', store::LINK_KIND_PASSWORD).ok());
  EXPECT_FALSE(FindToken('s', 60).ok());
  EXPECT_TRUE(FindToken('t', 60).ok());
  EXPECT_EQ(Begin("ann", 60)->password_hash(), "new hash");
}

TEST_F(AccountTest, TokensTellScopesRoleAndBanAndEnd) {
  SignUp("ann", "ann@example.org");
  AddCredential('t', "ann", false);
  store::SetRoleRequest role;
  role.set_reader_id("ann");
  role.set_role(v1::ROLE_EDITOR);
  ASSERT_TRUE(store_.repositories.accounts.SetRole(TestCall(), role).ok());
  store::SetBanRequest ban;
  ban.set_reader_id("ann");
  ban.set_banned(true);
  *ban.mutable_at() = At(0);
  ASSERT_TRUE(store_.repositories.accounts.SetBan(TestCall(), ban).ok());
  const auto found = FindToken('t', 999);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->role(), v1::ROLE_EDITOR);
  EXPECT_TRUE(found->banned());
  ASSERT_EQ(found->scopes_size(), 1);
  EXPECT_EQ(found->scopes(0), v1::TOKEN_SCOPE_READ);
  EXPECT_FALSE(FindToken('t', 1000).ok());
  ban.set_banned(false);
  ASSERT_TRUE(store_.repositories.accounts.SetBan(TestCall(), ban).ok());
  EXPECT_FALSE(FindToken('t', 999)->banned());
}

TEST_F(AccountTest, ListsAndEndsCredentials) {
  AddCredential('s', "ann", true);
  AddCredential('t', "ann", false);
  store::ListCredentialsRequest list;
  list.set_reader_id("ann");
  list.set_sessions(true);
  *list.mutable_at() = At(1);
  const auto sessions =
      store_.repositories.accounts.ListCredentials(TestCall(), list);
  ASSERT_EQ(sessions->credentials_size(), 1);
  store::EndCredentialsRequest end;
  end.set_reader_id("ann");
  end.set_sessions(true);
  *end.mutable_at() = At(1);
  end.set_credential_id("0000");
  EXPECT_EQ(
      store_.repositories.accounts.EndCredentials(TestCall(), end)->ended(), 0);
  end.set_credential_id(sessions->credentials(0).token_id());
  EXPECT_EQ(
      store_.repositories.accounts.EndCredentials(TestCall(), end)->ended(), 1);
  EXPECT_FALSE(FindToken('s', 1).ok());
  EXPECT_TRUE(FindToken('t', 1).ok());
}

TEST_F(AccountTest, GuessingLocksForTwiceAsLongEachTime) {
  SignUp("ann", "ann@example.org");
  for (int i = 0; i < SignInGuard::kFreeForAccount; ++i) {
    EXPECT_TRUE(Begin("ann", i).ok());
  }
  EXPECT_EQ(ReasonOf(Begin("ann", 4).status()), "LOCKED_OUT");
  // By address as well as by name.
  EXPECT_EQ(ReasonOf(Begin("ann@example.org", 4).status()), "LOCKED_OUT");
  EXPECT_TRUE(Begin("ann", 5).ok());
  EXPECT_EQ(ReasonOf(Begin("ann", 6).status()), "LOCKED_OUT");
  EXPECT_TRUE(Begin("ann", 7).ok());
  EXPECT_EQ(ReasonOf(Begin("ann", 10).status()), "LOCKED_OUT");
  EXPECT_TRUE(Begin("ann", 11).ok());
}

TEST_F(AccountTest, GuessingAtUnknownNamesLocksAlike) {
  for (int i = 0; i < SignInGuard::kFreeForAccount; ++i) {
    EXPECT_EQ(Begin("nobody", i)->password_hash(), "");
  }
  EXPECT_EQ(ReasonOf(Begin("nobody", 4).status()), "LOCKED_OUT");
}

TEST_F(AccountTest, GuessingAtManyNamesLocksTheAddress) {
  for (int i = 0; i < SignInGuard::kFreeForAddress; ++i) {
    EXPECT_TRUE(Begin("name" + std::to_string(i), 0).ok());
  }
  EXPECT_EQ(ReasonOf(Begin("other", 0).status()), "LOCKED_OUT");
  EXPECT_TRUE(Begin("other", 0, "10.0.0.2").ok());
}

TEST_F(AccountTest, TheRightPasswordForgetsTheTries) {
  SignUp("ann", "ann@example.org");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(Begin("ann", i).ok());
  store::EndSignInRequest end;
  end.set_reader_id("ann");
  end.set_address("10.0.0.1");
  ASSERT_TRUE(store_.repositories.sign_ins.End(TestCall(), end).ok());
  for (int i = 4; i < 8; ++i) EXPECT_TRUE(Begin("ann", i).ok());
}

}  // namespace
}  // namespace broadsheet::storage
