#include "gateway/web/math_text.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

std::string Marked(std::string_view text) {
  std::string out;
  for (const MathPart& part : SplitMath(text)) {
    out += part.tex.empty() ? part.text : "[" + part.tex + "]";
  }
  return out;
}

TEST(MathTextTest, FindsFormulasInAllDelimiters) {
  EXPECT_EQ(Marked("a $\\frac{1}{2}$ b"), "a [$\\frac{1}{2}$] b");
  EXPECT_EQ(Marked("$$x^2$$"), "[$$x^2$$]");
  EXPECT_EQ(Marked("a \\(x_1\\), \\[y=1\\]"), "a [\\(x_1\\)], [\\[y=1\\]]");
}

TEST(MathTextTest, MoneyAndLooseDollarsAreText) {
  for (const char* text : {"", "from $5 to $9", "costs $5", "$ x^2 $"}) {
    EXPECT_EQ(Marked(text), text);
    EXPECT_FALSE(NeedsMath(text)) << text;
  }
}

TEST(MathTextTest, WordsAndFallbacksArePlain) {
  const auto parts = SplitMath("The \\emph{new} $x^2$ of G\\\"odel");
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].text, "The new ");
  EXPECT_EQ(parts[1].text, "x\u00B2");
  EXPECT_EQ(parts[1].tex, "$x^2$");
  EXPECT_EQ(parts[2].tex, "");
}

TEST(MathTextTest, SimpleFormulasNeedNoScript) {
  EXPECT_FALSE(NeedsMath("M$^3$Net and $n^2$"));
  EXPECT_TRUE(NeedsMath("$\\int_\\Omega |u|^2$"));
  EXPECT_TRUE(NeedsMath("$\\begin{pmatrix} a \\end{pmatrix}$"));
}

TEST(MathTextTest, TakesAnythingInLittleTime) {
  EXPECT_FALSE(NeedsMath(std::string(100000, '$')));
  SplitMath("\uE0F1 $x^2$ \uE0F1");
  SplitMath("\xff$\xfe_\xff$");
}

}  // namespace
}  // namespace broadsheet::gateway
