#include "recommend/text_analyzer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Terms(std::string_view text) {
  TextAnalyzer analyzer;
  std::vector<Token> tokens;
  analyzer.Analyze(text, &tokens);
  std::vector<std::string> terms;
  for (const Token& token : tokens) terms.push_back(token.text);
  return terms;
}

TEST(TextAnalyzer, FindsWhatFormulasName) {
  EXPECT_THAT(Terms("$L_2$"), ElementsAre("l", "2", "l2"));
  EXPECT_THAT(Terms("H^{1}"), ElementsAre("h", "1", "h1"));
  EXPECT_THAT(Terms("\\mathcal{O}(n \\log n)"),
              ElementsAre("o", "n", "log", "n"));
  EXPECT_THAT(Terms("a_ b^ _c"), ElementsAre("a", "b", "c"));
}

TEST(TextAnalyzer, TakesNoFontOrAccentForAWord) {
  EXPECT_THAT(Terms("\\mathbb{R}^d, \\textbf{bold} {\\bf x} \\hat\\theta"),
              ElementsAre("r", "d", "bold", "x", "theta"));
  EXPECT_THAT(Terms("bold text, a hat"),
              ElementsAre("bold", "text", "a", "hat"))
      << "written without a backslash it is one";
  EXPECT_TRUE(Terms("\\mathbf \\ \\").empty());
}

TEST(TextAnalyzer, MeetsGreekLettersByTheirNames) {
  EXPECT_EQ(Terms("\u03b1-helix"), Terms("alpha-helix"));
  EXPECT_EQ(Terms("$\\alpha$"), Terms("\u0391"));
  EXPECT_EQ(Terms("NF-\u03baB"), Terms("NF-kappaB"));
  EXPECT_EQ(Terms("\\varepsilon-greedy"), Terms("\u03f5-greedy"));
  EXPECT_THAT(Terms("variance \\varnothing"),
              ElementsAre("varianc", "varnoth"));
  EXPECT_THAT(Terms("\u03bb\u03cc\u03b3\u03bf\u03c2"),
              ElementsAre("\u03bb\u03bf\u03b3\u03bf\u03c3"))
      << "a Greek word is not spelt out";
}

TEST(TextAnalyzer, StemsEnglishWords) {
  EXPECT_THAT(Terms("Learning networks"), ElementsAre("learn", "network"));
}

TEST(TextAnalyzer, FindsModelNamesWholeAndInParts) {
  EXPECT_THAT(Terms("GPT-4"), ElementsAre("gpt", "4", "gpt4"));
  EXPECT_THAT(Terms("GPT4"), ElementsAre("gpt4", "gpt"));
  EXPECT_THAT(Terms("LLaMA-3.1"), ElementsAre("llama", "3.1", "llama3.1"));
  EXPECT_THAT(Terms("Qwen2.5-72B"),
              ElementsAre("qwen2.5", "qwen", "72b", "qwen2.572b"));
}

TEST(TextAnalyzer, MarksTheLettersBeforeDigits) {
  TextAnalyzer analyzer;
  std::vector<Token> tokens;
  analyzer.Analyze("Llama3 IL6 then2", &tokens);
  ASSERT_EQ(tokens.size(), 4u) << "two letters and a stop word are no names";
  EXPECT_FALSE(tokens[0].letters);
  EXPECT_EQ(tokens[1].text, "llama");
  EXPECT_TRUE(tokens[1].letters && tokens[1].joined);
  EXPECT_EQ(tokens[1].word, 0);
}

TEST(TextAnalyzer, JoinsHyphenatedWordsAsIfWrittenInOne) {
  EXPECT_THAT(Terms("pre-training"), ElementsAre("pre", "train", "pretrain"));
  EXPECT_THAT(Terms("pretraining"), ElementsAre("pretrain"));
}

TEST(TextAnalyzer, FoldsCaseWidthAndDiacritics) {
  EXPECT_THAT(Terms("Schr\u00f6dinger"), ElementsAre("schroding"));
  EXPECT_THAT(Terms("Schrodinger"), ElementsAre("schroding"));
  EXPECT_THAT(Terms("Erd\u0151s \u0141ukasz"), ElementsAre("erdo", "lukasz"));
}

TEST(TextAnalyzer, CutsScriptsWithoutSpacesByDictionary) {
  // "Machine learning" in Chinese.
  EXPECT_THAT(Terms("\u673a\u5668\u5b66\u4e60"),
              ElementsAre("\u673a\u5668", "\u5b66\u4e60"));
}

TEST(TextAnalyzer, MarksStopWords) {
  TextAnalyzer analyzer;
  std::vector<Token> tokens;
  analyzer.Analyze("Attention is", &tokens);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_FALSE(tokens[0].stop);
  EXPECT_TRUE(tokens[1].stop);
}

TEST(TextAnalyzer, SurvivesBrokenUtf8AndHugeWords) {
  EXPECT_THAT(Terms("a\xff\xfe word"), ElementsAre("a", "word"));
  EXPECT_EQ(Terms(std::string(100000, 'x'))[0].size(), 64u);
  EXPECT_TRUE(Terms("- ' . --").empty());
}

TEST(TextAnalyzer, GivesEqualKeysToSpellingsOfOneTitle) {
  TextAnalyzer analyzer;
  EXPECT_EQ(analyzer.Key("R\u00e9sum\u00e9:  a Test!"),
            analyzer.Key("resume a test"));
  EXPECT_EQ(analyzer.Key("Bayes's rule"), "bayes rule");
}

}  // namespace
}  // namespace broadsheet::recommend
