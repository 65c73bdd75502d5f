#include "ingest/record.h"

#include "common/text.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(Excerpt, ReplacesWhatIsNoText) {
  EXPECT_EQ(MakeExcerpt("caf\xe9 au lait"), "caf\ufffd au lait");
  EXPECT_EQ(MakeExcerpt(std::string_view("a\0b", 3)), "a\ufffdb");
}

TEST(Excerpt, IsBoundedAndEndsBetweenCharacters) {
  const std::string excerpt = MakeExcerpt(std::string(1 << 20, '\xff'));
  EXPECT_LE(excerpt.size(), kMaxExcerptBytes);
  EXPECT_TRUE(IsUtf8(excerpt));
  EXPECT_EQ(MakeExcerpt(std::string(1 << 20, 'x')).size(), kMaxExcerptBytes);
}

TEST(CutToLimits, BoundsEveryTextAndNeverSplitsACharacter) {
  std::string euros;
  for (int i = 0; i < 1000; ++i) euros += "\u20ac";
  Refusal refusal = {1, euros, euros, euros, ""};
  CutToLimits(&refusal);
  EXPECT_EQ(refusal.id, euros.substr(0, 198));
  EXPECT_EQ(refusal.field, euros.substr(0, 1023));
  EXPECT_EQ(refusal.rule, euros.substr(0, 1023));
}

}  // namespace
}  // namespace broadsheet::ingest
