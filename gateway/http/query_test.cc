#include "gateway/http/query.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(QueryParams, DecodesNamesAndValuesInOrder) {
  const auto query = QueryParams::Parse("q=a+b%2Bc&%71=x&empty&e=1=2");
  ASSERT_TRUE(query.ok());
  EXPECT_THAT(query->pairs(), ElementsAre(Pair("q", "a b+c"), Pair("q", "x"),
                                          Pair("empty", ""), Pair("e", "1=2")));
  EXPECT_EQ(query->Get("q"), "a b+c");
  EXPECT_TRUE(query->Has("empty"));
  EXPECT_FALSE(query->Has("none"));
}

TEST(QueryParams, RefusesWhatIsNotText) {
  for (const char* bad : {"a=%", "a=%4", "a=%g0", "a=%c3%28", "%00=b"}) {
    EXPECT_FALSE(QueryParams::Parse(bad).ok()) << bad;
  }
}

TEST(QueryParams, IsBounded) {
  std::string many;
  for (int i = 0; i < 200; ++i) many += "a=b&";
  EXPECT_TRUE(QueryParams::Parse(many).ok());
  EXPECT_FALSE(QueryParams::Parse(many + "a=b").ok());
}

TEST(PercentEncode, IsUndoneByDecoding) {
  const std::string text = "hep-th/9901001 ü+&=%?#";
  EXPECT_EQ(*PercentDecode(PercentEncode(text), false), text);
  EXPECT_EQ(PercentEncode("a/b"), "a%2Fb");
  EXPECT_EQ(PercentEncode("a/b", "/"), "a/b");
}

TEST(SplitPath, DecodesEachSegmentByItself) {
  EXPECT_THAT(*SplitPath("/a%2Fb/c+d/"), ElementsAre("a/b", "c+d", ""));
  EXPECT_FALSE(SplitPath("a").ok());
  EXPECT_FALSE(SplitPath("").ok());
}

TEST(ParseCookies, TakesTheFirstOfEqualNames) {
  const auto cookies = ParseCookies("a=1; b=x=y;a=2; ; c");
  EXPECT_EQ(cookies.at("a"), "1");
  EXPECT_EQ(cookies.at("b"), "x=y");
  EXPECT_EQ(cookies.at("c"), "");
}

}  // namespace
}  // namespace broadsheet::gateway
