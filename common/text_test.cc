#include "common/text.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

TEST(Utf8, TakesEveryWellFormedLength) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("a\u00e9\u20ac\U0001d11e"));
}

TEST(Utf8, RefusesOverlongSurrogateAndTruncatedForms) {
  EXPECT_FALSE(IsUtf8("\xc0\xaf"));
  EXPECT_FALSE(IsUtf8("\xed\xa0\x80"));
  EXPECT_FALSE(IsUtf8("\xe2\x82"));
  EXPECT_FALSE(IsUtf8("\xf4\x90\x80\x80"));
  EXPECT_FALSE(IsUtf8("caf\xe9"));
}

TEST(Nfc, ComposesAccents) {
  EXPECT_EQ(*ToNfc("Erdo\u030bs"), "Erd\u0151s");
  EXPECT_EQ(*ToNfc("Erd\u0151s"), "Erd\u0151s");
  EXPECT_EQ(*ToNfc("plain"), "plain");
}

TEST(Nfc, RefusesWhatIsNoText) {
  EXPECT_EQ(ToNfc("caf\xe9").status().message(), "is not UTF-8");
  EXPECT_EQ(ToNfc(std::string_view("a\0b", 3)).status().message(),
            "has a NUL character");
}

TEST(CutUtf8, NeverSplitsACharacter) {
  EXPECT_EQ(CutUtf8("a\u20acb", 3), "a");
  EXPECT_EQ(CutUtf8("a\u20acb", 4), "a\u20ac");
  EXPECT_EQ(CutUtf8("a\u20acb", 9), "a\u20acb");
  EXPECT_EQ(CutUtf8("\u20ac", 2), "");
}

}  // namespace
}  // namespace broadsheet
