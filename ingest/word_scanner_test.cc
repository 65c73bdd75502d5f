#include "ingest/word_scanner.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WordScannerTest : public ::testing::Test {
 protected:
  // The words that say something, as written.
  std::vector<std::string> Words(std::string_view text) {
    std::vector<ScannedWord> words;
    scanner_.Append(text, 1000, &words);
    std::vector<std::string> texts;
    for (const ScannedWord& word : words) {
      if (word.stop) continue;
      texts.emplace_back(text.substr(word.begin, word.end - word.begin));
    }
    return texts;
  }

  WordScanner scanner_;
};

TEST_F(WordScannerTest, LeavesOutWhatSaysNothing) {
  EXPECT_THAT(Words("We propose a novel GPT-4 method for Zero-Shot learning, "
                    "2024, x."),
              ElementsAre("GPT-4", "Zero-Shot", "learning"));
}

TEST_F(WordScannerTest, LeavesOutFormulasCommandsAndAddresses) {
  EXPECT_THAT(Words("graphs $alpha + beta$ \\emph{trees} https://a.bc/forests "
                    "woods"),
              ElementsAre("graphs", "trees", "woods"));
}

TEST_F(WordScannerTest, GivesFormsOfAWordOneTerm) {
  EXPECT_EQ(scanner_.IdOf("networks"), scanner_.IdOf("Network"));
  EXPECT_EQ(scanner_.IdOf("SCHR\u00d6DINGER"),
            scanner_.IdOf("schr\u00f6dinger"));
  EXPECT_NE(scanner_.IdOf("network"), scanner_.IdOf("graph"));
  EXPECT_NE(PhraseId(1, 2), PhraseId(2, 1));
}

TEST_F(WordScannerTest, GivesTermsThatNeverChange) {
  // Stored statistics count on it.
  EXPECT_EQ(scanner_.IdOf("graph"), 467639428768689789u);
}

TEST_F(WordScannerTest, TellsWhichWordsStandTogether) {
  std::vector<ScannedWord> words;
  scanner_.Append("deep neural, networks", 1000, &words);
  ASSERT_EQ(words.size(), 3);
  EXPECT_FALSE(words[0].follows);
  EXPECT_TRUE(words[1].follows);
  EXPECT_FALSE(words[2].follows);
}

TEST_F(WordScannerTest, CutsScriptsWithoutSpaces) {
  EXPECT_THAT(Words("\u673a\u5668\u5b66\u4e60"),
              ElementsAre("\u673a\u5668", "\u5b66\u4e60"));
}

TEST_F(WordScannerTest, FindsNoMoreWordsThanWanted) {
  for (const char* text : {"some words ", "\u673a\u5668\u5b66\u4e60"}) {
    std::string many;
    for (int i = 0; i < 100; ++i) many += text;
    std::vector<ScannedWord> words(1);
    scanner_.Append(many, 50, &words);
    EXPECT_EQ(words.size(), 51) << text;
  }
}

TEST_F(WordScannerTest, SurvivesBrokenTextAndHugeWords) {
  EXPECT_THAT(Words("\xff\xfe caf\xe9 - ' . --"), ElementsAre("caf"));
  EXPECT_THAT(Words(std::string(100'000, 'x')), IsEmpty());
  EXPECT_THAT(Words("$ alone \\"), ElementsAre("alone"));
}

}  // namespace
}  // namespace broadsheet::ingest
