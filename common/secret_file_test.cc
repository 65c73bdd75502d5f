#include "common/secret_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

using std::filesystem::perms;
using ::testing::HasSubstr;

class ReadSecretFileTest : public ::testing::Test {
 protected:
  ~ReadSecretFileTest() override { std::filesystem::remove(path_); }

  absl::StatusOr<std::string> Read(const std::string& text, perms mode,
                                   size_t min_bytes = kMinSecretBytes) {
    std::ofstream(path_) << text;
    std::filesystem::permissions(path_, mode);
    return ReadSecretFile(path_, min_bytes);
  }

 private:
  const std::string path_ =
      absl::StrCat(::testing::TempDir(), "/secret-", getpid());
};

constexpr perms kOwner = perms::owner_read | perms::owner_write;

TEST_F(ReadSecretFileTest, GivesTheTextWithoutTheLineBreak) {
  EXPECT_EQ(*Read("0123456789abcdef\n", kOwner), "0123456789abcdef");
}

TEST_F(ReadSecretFileTest, RefusesAFileThatOthersMayRead) {
  const auto secret = Read("0123456789abcdef", kOwner | perms::group_read);
  ASSERT_FALSE(secret.ok());
  EXPECT_THAT(std::string(secret.status().message()), HasSubstr("chmod 600"));
}

TEST_F(ReadSecretFileTest, RefusesWhatIsTooShortOrMissing) {
  EXPECT_FALSE(Read("short", kOwner).ok());
  EXPECT_FALSE(ReadSecretFile("/nowhere/secret").ok());
}

TEST_F(ReadSecretFileTest, TakesShorterOnesOfOthersButNoneThatIsEmpty) {
  EXPECT_EQ(*Read("short\n", kOwner, 1), "short");
  EXPECT_FALSE(Read("\n", kOwner, 1).ok());
}

}  // namespace
}  // namespace broadsheet
