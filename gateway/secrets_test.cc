#include "gateway/secrets.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using std::filesystem::perms;
using ::testing::HasSubstr;

std::string Write(const std::string& text, perms mode) {
  const std::string path =
      absl::StrCat(::testing::TempDir(), "/secret-", getpid());
  std::filesystem::remove(path);
  std::ofstream(path) << text;
  std::filesystem::permissions(path, mode);
  return path;
}

constexpr perms kOwner = perms::owner_read | perms::owner_write;

TEST(ReadSecretFile, GivesTheTextWithoutTheLineBreak) {
  EXPECT_EQ(*ReadSecretFile(Write("0123456789abcdef\n", kOwner)),
            "0123456789abcdef");
}

TEST(ReadSecretFile, RefusesAFileThatOthersMayRead) {
  const auto secret =
      ReadSecretFile(Write("0123456789abcdef", kOwner | perms::group_read));
  ASSERT_FALSE(secret.ok());
  EXPECT_THAT(std::string(secret.status().message()), HasSubstr("chmod 600"));
}

TEST(ReadSecretFile, RefusesWhatIsTooShortOrMissing) {
  EXPECT_FALSE(ReadSecretFile(Write("short", kOwner)).ok());
  EXPECT_FALSE(ReadSecretFile("/nowhere/secret").ok());
}

}  // namespace
}  // namespace broadsheet::gateway
