#include "common/flags.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace broadsheet {
namespace {

// A flag set with one flag of each kind.
class FlagsTest : public testing::Test {
 protected:
  FlagsTest() : flags_("program", "for tests") {
    flags_.Add("--name", &name_, "a text");
    flags_.Add("--max-days", &days_, "a number");
    flags_.Add("--editor", &editor_, "a switch");
    flags_.Add("--wait", &wait_, "a duration");
  }

  std::optional<int> Parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "program");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    return flags_.Parse(static_cast<int>(argv.size()), argv.data());
  }

  FlagSet flags_;
  std::string name_ = "default";
  int days_ = 7;
  bool editor_ = true;
  absl::Duration wait_ = absl::Seconds(1);
};

TEST_F(FlagsTest, KeepDefaults) {
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(name_, "default");
  EXPECT_EQ(days_, 7);
  EXPECT_TRUE(editor_);
  EXPECT_EQ(wait_, absl::Seconds(1));
}

TEST_F(FlagsTest, ReadEveryKind) {
  EXPECT_EQ(Parse({"--name=x", "--max-days", "3", "--no-editor", "--wait=2m"}),
            std::nullopt);
  EXPECT_EQ(name_, "x");
  EXPECT_EQ(days_, 3);
  EXPECT_FALSE(editor_);
  EXPECT_EQ(wait_, absl::Minutes(2));
}

TEST_F(FlagsTest, WinOverTheEnvironment) {
  setenv("BROADSHEET_MAX_DAYS", "5", 1);
  setenv("BROADSHEET_NAME", "from-environment", 1);
  EXPECT_EQ(Parse({"--max-days=3"}), std::nullopt);
  unsetenv("BROADSHEET_MAX_DAYS");
  unsetenv("BROADSHEET_NAME");
  EXPECT_EQ(days_, 3);
  EXPECT_EQ(name_, "from-environment");
}

TEST_F(FlagsTest, RefuseUnknownFlagsAndBadValues) {
  EXPECT_EQ(Parse({"--unknown"}), 2);
  EXPECT_EQ(Parse({"--max-days=many"}), 2);
  EXPECT_EQ(Parse({"--wait=soon"}), 2);
}

TEST_F(FlagsTest, EndWellAfterHelpAndVersion) {
  EXPECT_EQ(Parse({"--help"}), 0);
  EXPECT_EQ(Parse({"--version"}), 0);
}

TEST(EnvironmentName, IsTheFlagInCapitals) {
  EXPECT_EQ(EnvironmentName("--max-days"), "BROADSHEET_MAX_DAYS");
}

}  // namespace
}  // namespace broadsheet
