#include "common/logger.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(JsonEscape, KeepsPlainAndInternationalText) {
  EXPECT_EQ(JsonEscape("caf\xC3\xA9 \xE2\x88\x9E"), "caf\xC3\xA9 \xE2\x88\x9E");
}

TEST(JsonEscape, EscapesQuotesControlsAndBackslashes) {
  EXPECT_EQ(JsonEscape("a\"b\\c\nd\te"), "a\\\"b\\\\c\\nd\\te");
  EXPECT_EQ(JsonEscape(std::string("\0\x1f", 2)), "\\u0000\\u001f");
}

TEST(JsonEscape, ReplacesInvalidUtf8) {
  EXPECT_EQ(JsonEscape("a\xFF z"), "a\xEF\xBF\xBD z");
  // A surrogate half and an overlong slash are not UTF-8.
  EXPECT_EQ(JsonEscape("\xED\xA0\x80").find("\xED"), std::string::npos);
  EXPECT_EQ(JsonEscape("\xC0\xAF").find('\xC0'), std::string::npos);
}

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
