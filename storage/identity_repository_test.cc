// For whom at providers accounts open, over a real database.

#include "storage/identity_repository.h"

#include <string>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace store = internal::v1;

constexpr char kIssuer[] = "https://sso.example";

google::protobuf::Timestamp At(int64_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(1'795'000'000 + seconds);
  return time;
}

store::Identity Somebody(const std::string& subject) {
  store::Identity identity;
  identity.set_issuer(kIssuer);
  identity.set_subject(subject);
  identity.set_label(subject + "@example.org");
  return identity;
}

class IdentityTest : public ::testing::Test {
 protected:
  // An account with a password.
  void MakeAccount(const std::string& reader) {
    store_.Run("insert into accounts values ('" + reader +
               "', '', 'hash', 1, now())");
  }

  store::CreateLinkResponse Offer(char hash, const std::string& subject,
                                  const std::string& email) {
    store::CreateLinkRequest request;
    request.set_sha256(std::string(32, hash));
    request.mutable_link()->set_kind(store::LINK_KIND_IDENTITY);
    request.mutable_link()->set_email(email);
    request.mutable_link()->set_role(v1::ROLE_READER);
    *request.mutable_link()->mutable_identity() = Somebody(subject);
    *request.mutable_link()->mutable_expires_at() = At(3600);
    *request.mutable_at() = At(0);
    const auto made =
        store_.repositories.account_links.Create(TestCall(), request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : store::CreateLinkResponse();
  }

  absl::StatusOr<store::UseLinkResponse> Register(char hash,
                                                  const std::string& reader) {
    store::UseLinkRequest request;
    request.set_sha256(std::string(32, hash));
    request.add_kinds(store::LINK_KIND_IDENTITY);
    request.set_reader_id(reader);
    *request.mutable_at() = At(1);
    return store_.repositories.account_links.Use(TestCall(), request);
  }

  absl::StatusOr<store::UseIdentityResponse> Use(const std::string& subject,
                                                 int64_t at = 10) {
    store::UseIdentityRequest request;
    *request.mutable_identity() = Somebody(subject);
    *request.mutable_at() = At(at);
    return store_.repositories.identities.Use(TestCall(), request);
  }

  absl::StatusOr<store::AddIdentityResponse> Add(const std::string& reader,
                                                 const std::string& subject) {
    store::AddIdentityRequest request;
    request.set_reader_id(reader);
    *request.mutable_identity() = Somebody(subject);
    *request.mutable_at() = At(5);
    return store_.repositories.identities.Add(TestCall(), request);
  }

  store::ListIdentitiesResponse List(const std::string& reader) {
    store::ListIdentitiesRequest request;
    request.set_reader_id(reader);
    return *store_.repositories.identities.List(TestCall(), request);
  }

  absl::Status Drop(const std::string& reader, const std::string& id) {
    store::DropIdentityRequest request;
    request.set_reader_id(reader);
    request.set_identity_id(id);
    return store_.repositories.identities.Drop(TestCall(), request).status();
  }

  TestStore store_;
};

TEST_F(IdentityTest, MakesAnAccountWithoutAPasswordAndOpensIt) {
  EXPECT_EQ(ReasonOf(Use("ada-1").status()), "IDENTITY_UNKNOWN");
  Offer('a', "ada-1", "ada@example.org");
  const auto made = Register('a', "ada");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->account().email(), "ada@example.org");
  EXPECT_FALSE(made->account().has_password());
  const auto used = Use("ada-1", 77);
  ASSERT_TRUE(used.ok()) << used.status();
  EXPECT_EQ(used->account().reader_id(), "ada");
  const auto listed = List("ada");
  ASSERT_EQ(listed.identities_size(), 1);
  EXPECT_EQ(listed.identities(0).issuer(), kIssuer);
  EXPECT_EQ(listed.identities(0).label(), "ada-1@example.org");
  EXPECT_EQ(listed.identities(0).last_used_at().seconds(), At(77).seconds());
  EXPECT_EQ(ReasonOf(Register('a', "ada").status()), "LINK_UNKNOWN");
}

TEST_F(IdentityTest, ANameThatIsTakenLeavesTheOffer) {
  MakeAccount("ada");
  store_.Run("insert into readers values ('ada', now())");
  Offer('a', "ada-1", "");
  EXPECT_EQ(ReasonOf(Register('a', "ada").status()), "NAME_TAKEN");
  EXPECT_TRUE(Register('a', "ada2").ok());
}

TEST_F(IdentityTest, AnAddressThatIsAnAccountsMakesNoOther) {
  Offer('a', "ada-1", "ada@example.org");
  ASSERT_TRUE(Register('a', "ada").ok());
  EXPECT_TRUE(Offer('b', "eve-1", "ada@example.org").email_taken());
  EXPECT_EQ(ReasonOf(Register('b', "eve").status()), "LINK_UNKNOWN");
}

TEST_F(IdentityTest, OfTwoOffersForOnePersonTheFirstCounts) {
  Offer('a', "ada-1", "");
  Offer('b', "ada-1", "");
  ASSERT_TRUE(Register('a', "ada").ok());
  EXPECT_EQ(ReasonOf(Register('b', "ada2").status()), "IDENTITY_TAKEN");
  EXPECT_EQ(store_.Run("select count(*) from accounts"), "1\n");
}

TEST_F(IdentityTest, IsLinkedToAnAccountOnceAndToOneOnly) {
  MakeAccount("ada");
  MakeAccount("bert");
  const auto added = Add("ada", "ada-1");
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->identity().subject(), "ada-1");
  EXPECT_TRUE(Add("ada", "ada-1").ok());
  EXPECT_EQ(List("ada").identities_size(), 1);
  EXPECT_EQ(ReasonOf(Add("bert", "ada-1").status()), "IDENTITY_TAKEN");
  EXPECT_EQ(ReasonOf(Add("nobody", "x").status()), "ACCOUNT_UNKNOWN");
  EXPECT_EQ(Use("ada-1")->account().reader_id(), "ada");
}

TEST_F(IdentityTest, TenAreEnough) {
  MakeAccount("ada");
  for (int i = 0; i < IdentityRepository::kMaxOfAccount; ++i) {
    ASSERT_TRUE(Add("ada", "ada-" + std::to_string(i)).ok());
  }
  EXPECT_EQ(ReasonOf(Add("ada", "more").status()), "TOO_MANY_IDENTITIES");
  EXPECT_EQ(List("ada").identities_size(), IdentityRepository::kMaxOfAccount);
}

TEST_F(IdentityTest, TheLastWayIntoAnAccountStays) {
  Offer('a', "ada-1", "");
  ASSERT_TRUE(Register('a', "ada").ok());
  const std::string id = List("ada").identities(0).identity_id();
  EXPECT_EQ(ReasonOf(Drop("ada", id)), "LAST_WAY_IN");
  ASSERT_TRUE(Add("ada", "ada-2").ok());
  EXPECT_TRUE(Drop("ada", id).ok());
  EXPECT_EQ(ReasonOf(Drop("ada", id)), "IDENTITY_UNKNOWN");
  EXPECT_FALSE(Use("ada-1").ok());
  EXPECT_TRUE(Use("ada-2").ok());
}

TEST_F(IdentityTest, AnAccountWithAPasswordNeedsNone) {
  MakeAccount("ada");
  ASSERT_TRUE(Add("ada", "ada-1").ok());
  const std::string id = List("ada").identities(0).identity_id();
  EXPECT_EQ(ReasonOf(Drop("bert", id)), "IDENTITY_UNKNOWN");
  EXPECT_TRUE(Drop("ada", id).ok());
  EXPECT_EQ(List("ada").identities_size(), 0);
}

TEST_F(IdentityTest, ANewPasswordByMailShutsAllOtherWaysIn) {
  MakeAccount("ada");
  ASSERT_TRUE(Add("ada", "eve-1").ok());
  store::CreateLinkRequest link;
  link.set_sha256(std::string(32, 'p'));
  link.mutable_link()->set_kind(store::LINK_KIND_PASSWORD);
  link.mutable_link()->set_reader_id("ada");
  *link.mutable_link()->mutable_expires_at() = At(3600);
  *link.mutable_at() = At(0);
  auto& links = store_.repositories.account_links;
  ASSERT_TRUE(links.Create(TestCall(), link).ok());
  link.set_sha256(std::string(32, 'e'));
  link.mutable_link()->set_kind(store::LINK_KIND_EMAIL);
  link.mutable_link()->set_email("eve@example.org");
  ASSERT_TRUE(links.Create(TestCall(), link).ok());
  store::UseLinkRequest use;
  use.set_sha256(std::string(32, 'p'));
  use.add_kinds(store::LINK_KIND_PASSWORD);
  use.set_password_hash("new hash");
  *use.mutable_at() = At(1);
  ASSERT_TRUE(links.Use(TestCall(), use).ok());
  EXPECT_FALSE(Use("eve-1").ok());
  EXPECT_EQ(store_.Run("select count(*) from account_links"), "0\n");
}

TEST_F(IdentityTest, OffersDoNotUseUpTheLettersOfAnAddress) {
  for (const char hash : {'1', '2', '3', '4', '5', '6'}) {
    EXPECT_FALSE(Offer(hash, "ada-1", "ada@example.org").too_many());
  }
  store::CreateLinkRequest link;
  link.set_sha256(std::string(32, 's'));
  link.mutable_link()->set_kind(store::LINK_KIND_SIGN_UP);
  link.mutable_link()->set_reader_id("ada");
  link.mutable_link()->set_email("ada@example.org");
  *link.mutable_link()->mutable_expires_at() = At(3600);
  *link.mutable_at() = At(1);
  const auto made = store_.repositories.account_links.Create(TestCall(), link);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_FALSE(made->too_many());
}

TEST_F(IdentityTest, GoesWithItsReaderAndIsExported) {
  Offer('a', "ada-1", "");
  ASSERT_TRUE(Register('a', "ada").ok());
  store::ExportReaderRequest request;
  request.mutable_query()->set_reader_id("ada");
  const auto exported =
      store_.repositories.reader_export.Export(TestCall(), request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  ASSERT_EQ(exported->page().identities_size(), 1);
  EXPECT_EQ(exported->page().identities(0).subject(), "ada-1");
  store::EraseReaderRequest erase;
  erase.set_reader_id("ada");
  const auto erased = store_.repositories.eraser.Erase(TestCall(), erase);
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(store_.Run("select count(*) from account_identities"), "0\n");
  EXPECT_FALSE(Use("ada-1").ok());
}

}  // namespace
}  // namespace broadsheet::storage
