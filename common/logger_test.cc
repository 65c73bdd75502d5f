#include "common/logger.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(Logger, WritesOneJsonObjectALine) {
  testing::internal::CaptureStderr();
  Logger("storage", "info").Info("it \"works\"", {{"key", "a\nb"}});
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_EQ(line.find("{\"ts\":\""), 0u) << line;
  EXPECT_NE(line.find("\"service\":\"storage\",\"msg\":\"it \\\"works\\\"\","
                      "\"key\":\"a\\nb\"}\n"),
            std::string::npos)
      << line;
}

TEST(Logger, IsSilentBelowItsLevel) {
  testing::internal::CaptureStderr();
  Logger("storage", "warning").Info("not this");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace broadsheet
