#include "ingest/summarizer.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

class SummarizerTest : public ::testing::Test {
 protected:
  std::string Summarize(std::string_view abstract,
                        std::string_view title = "") {
    words_.Read(title, abstract);
    return summarizer_.Summarize(words_);
  }

  WordScanner scanner_;
  PaperWords words_{&scanner_};
  Summarizer summarizer_{&scanner_};
};

TEST_F(SummarizerTest, ChoosesWhatThePaperAnnounces) {
  EXPECT_EQ(Summarize("Translation by machines is hard and has a long history. "
                      "In this paper, we propose a network made of attention "
                      "alone. It is fast, e.g. on two machines of today.",
                      "Attention"),
            "In this paper, we propose a network made of attention alone.");
  EXPECT_EQ(Summarize("Magnets are everywhere and have been for a long time. "
                      "Here we carefully investigate magnets that are soft "
                      "and small. They bend."),
            "Here we carefully investigate magnets that are soft and small.");
}

TEST_F(SummarizerTest, ChoosesTheCentralSentenceWhenNothingIsAnnounced) {
  EXPECT_EQ(
      Summarize("Much has been said and written over the years by many people. "
                "Neural networks learn graphs by passing messages on graphs. "
                "Messages of neural networks on graphs decay.",
                "Neural networks on graphs"),
      "Neural networks learn graphs by passing messages on graphs.");
}

TEST_F(SummarizerTest, GivesTheSameEveryTime) {
  const std::string text =
      "A first sentence about planets and stars. A second one about stars and "
      "planets. A third one about planets and stars.";
  const std::string summary = Summarize(text);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Summarize(text), summary);
}

TEST_F(SummarizerTest, CutsALongSentenceBetweenWordsAndFormulas) {
  std::string text = "We propose";
  for (int i = 0; i < 40; ++i) text += " words $a + b = c$";
  const std::string summary = Summarize(text + ".");
  EXPECT_LE(summary.size(), kMaxSummaryBytes);
  EXPECT_GT(summary.size(), 400);
  EXPECT_THAT(summary, StartsWith("We propose words"));
  EXPECT_THAT(summary, EndsWith(" \u2026"));
  EXPECT_EQ(std::count(summary.begin(), summary.end(), '$') % 2, 0);
}

TEST_F(SummarizerTest, HasNothingToSayOfNothing) {
  EXPECT_EQ(Summarize(""), "");
  EXPECT_EQ(Summarize("Short."), "Short.");
  EXPECT_EQ(Summarize(std::string(3000, 'x')), "");
}

}  // namespace
}  // namespace broadsheet::ingest
