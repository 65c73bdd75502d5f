#include "gateway/accounts/passwords.h"

#include "common/errors.h"
#include "gateway/testing/quick_passwords.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

TEST(Passwords, FitTheirHashAndNoOther) {
  Passwords passwords(QuickPasswords());
  const auto hash = passwords.Hash("correct horse");
  ASSERT_TRUE(hash.ok()) << hash.status();
  EXPECT_EQ(hash->rfind("$argon2id$", 0), 0u);
  EXPECT_TRUE(*passwords.Fits("correct horse", *hash));
  EXPECT_FALSE(*passwords.Fits("correct hors", *hash));
  EXPECT_NE(*passwords.Hash("correct horse"), *hash);
}

TEST(Passwords, NeverFitAnAccountThatIsNotThere) {
  Passwords passwords(QuickPasswords());
  EXPECT_FALSE(*passwords.Fits("", ""));
  EXPECT_FALSE(*passwords.Fits("correct horse", ""));
}

TEST(Passwords, HaveEightToTwoHundredBytes) {
  EXPECT_FALSE(CheckPassword("password", "1234567").ok());
  EXPECT_TRUE(CheckPassword("password", "12345678").ok());
  EXPECT_TRUE(CheckPassword("password", std::string(200, 'a')).ok());
  EXPECT_FALSE(CheckPassword("password", std::string(201, 'a')).ok());
}

}  // namespace
}  // namespace broadsheet::gateway
