#include "gateway/web/tex_text.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

TEST(PlainText, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(PlainText("Attention Is All You Need"),
            "Attention Is All You Need");
  EXPECT_EQ(PlainText(""), "");
}

TEST(PlainText, RaisesAndLowersInUnicode) {
  EXPECT_EQ(PlainText("DM$^3$Net and $L^{10}$ with $Y_0$"),
            "DM³Net and L¹⁰ with Y₀");
  EXPECT_EQ(PlainText("$\\text{F}^2\\text{HDR}$"), "F²HDR");
}

TEST(PlainText, KeepsScriptsThatUnicodeLacksReadable) {
  EXPECT_EQ(PlainText("$x^q$ and $x^{q+m}$"), "x^q and x^(q+m)");
}

TEST(PlainText, NamesGreekLettersAndOperators) {
  EXPECT_EQ(PlainText("$\\alpha \\leq \\mathcal{O}(n \\log n)$"),
            "α ≤ O(n log n)");
  EXPECT_EQ(PlainText("over $\\mathbb{F}_2 \\times \\mathbb{R}$"),
            "over 𝔽₂ × ℝ");
  EXPECT_EQ(PlainText("360$^\\circ$"), "360°");
}

TEST(PlainText, WritesFractionsAndRootsOnOneLine) {
  EXPECT_EQ(PlainText("$\\frac{1}{2}$, $\\frac{a+b}{c}$, $\\sqrt{n+1}$"),
            "1/2, (a+b)/c, √(n+1)");
}

TEST(PlainText, PutsMathAccentsOnTheLetter) {
  EXPECT_EQ(PlainText("$\\hat{x}$"), "x\u0302");
}

TEST(PlainText, TakesFormulasInParentheses) {
  EXPECT_EQ(PlainText("a \\(\\pi\\) b \\[x^2\\]"), "a π b x²");
}

TEST(PlainText, LeavesMoneyAlone) {
  EXPECT_EQ(PlainText("from $5 to $10 a month"), "from $5 to $10 a month");
  EXPECT_EQ(PlainText("costs $3"), "costs $3");
}

TEST(PlainText, ShowsAFormulaItCannotConvertAsWritten) {
  const std::string formula = "$\\begin{matrix}a & b\\end{matrix}$";
  EXPECT_EQ(PlainText("see " + formula), "see " + formula);
}

TEST(PlainText, UndressesStyledText) {
  EXPECT_EQ(PlainText("\\emph{new} {\\it old} \\textbf{a \\textit{b}}"),
            "new old a b");
  EXPECT_EQ(PlainText("\\href{https://example.org}{our page}"), "our page");
  EXPECT_EQ(PlainText("95\\% of R\\&D"), "95% of R&D");
}

TEST(PlainText, LeavesUnknownCommandsAlone) {
  EXPECT_EQ(PlainText("\\method reaches \\cite{a}"),
            "\\method reaches \\cite{a}");
}

TEST(PlainText, WritesAccentedLetters) {
  EXPECT_EQ(PlainText("G\\\"odel, Erd\\H{o}s, Ren\\'{e}"),
            "Go\u0308del, Erdo\u030Bs, Rene\u0301");
}

TEST(PlainText, SetsQuotesDashesAndTies) {
  EXPECT_EQ(PlainText("``so''---Fig.~3, about ~10"),
            "“so”—Fig.\u00A03, about ~10");
}

TEST(PlainText, EndsOnHostileInput) {
  for (const std::string piece :
       {"{", "}", "$", "\\", "$^{", "\\emph{", "_", "$\\frac", "\\(", "{\\"}) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += piece;
    EXPECT_FALSE(PlainText(text).empty()) << piece;
    EXPECT_FALSE(PlainText(piece).empty()) << piece;
  }
}

}  // namespace
}  // namespace broadsheet::gateway
