#include "gateway/web/math_text.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

std::string Marked(std::string_view text) {
  std::string out;
  for (const MathPart& part : SplitMath(text)) {
    out += part.math ? "[" + part.text + "]" : part.text;
  }
  return out;
}

TEST(MathTextTest, FindsFormulasInAllDelimiters) {
  EXPECT_EQ(Marked("a $\\frac{1}{2}$ b"), "a [$\\frac{1}{2}$] b");
  EXPECT_EQ(Marked("$$x^2$$"), "[$$x^2$$]");
  EXPECT_EQ(Marked("a \\(x_1\\), \\[y=1\\]"), "a [\\(x_1\\)], [\\[y=1\\]]");
}

TEST(MathTextTest, MoneyAndLooseDollarsAreText) {
  for (const char* text : {"", "from $5 to $9", "costs $5", "a \\$x^2\\$ b",
                           "$ x^2 $", "$x^2", "$$", "100\\% of \\alpha"}) {
    EXPECT_EQ(Marked(text), text);
    EXPECT_FALSE(HasMath(text)) << text;
  }
}

TEST(MathTextTest, PartsJoinToTheText) {
  const std::string text = "$a_1$$b_2$ and \\(c^3\\)\\(open";
  std::string joined;
  for (const MathPart& part : SplitMath(text)) joined += part.text;
  EXPECT_EQ(joined, text);
}

TEST(MathTextTest, TakesManyDollarsInLittleTime) {
  const std::string text(100000, '$');
  EXPECT_FALSE(HasMath(text));
}

}  // namespace
}  // namespace broadsheet::gateway
