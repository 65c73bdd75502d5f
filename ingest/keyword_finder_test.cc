#include "ingest/keyword_finder.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class KeywordFinderTest : public ::testing::Test {
 protected:
  std::vector<std::string> Find(std::string_view title,
                                std::string_view abstract) {
    words_.Read(title, abstract);
    return finder_.Find(words_);
  }

  WordScanner scanner_;
  PaperWords words_{&scanner_};
  TermStatistics statistics_;
  KeywordFinder finder_{&statistics_};
};

TEST_F(KeywordFinderTest, PutsRepeatedPhrasesFirst) {
  const auto keywords =
      Find("Gesture Recognition",
           "We propose gesture recognition by cameras. Our gesture recognition "
           "is fast. It was built in a garage.");
  ASSERT_FALSE(keywords.empty());
  EXPECT_EQ(keywords[0], "gesture recognition");
  EXPECT_THAT(keywords, Not(Contains("gesture")));
  EXPECT_THAT(keywords, Not(Contains("propose")));
}

TEST_F(KeywordFinderTest, PrefersWhatFewPapersHave) {
  for (int i = 0; i < 2000; ++i) {
    Find(absl::StrCat("paper", i, "a"), "All of them speak of networks.");
  }
  const auto keywords = Find("", "Networks of axions are networks and axions.");
  ASSERT_THAT(keywords, SizeIs(2));
  EXPECT_EQ(keywords[0], "axions");
}

TEST_F(KeywordFinderTest, CountsFormsTogetherAndShowsTheUsualOne) {
  EXPECT_THAT(Find("Transformers",
                   "A transformer is here. Transformer or transformer? "
                   "Or transformers?"),
              ElementsAre("transformer"));
}

TEST_F(KeywordFinderTest, LearnsPhrasesFromOtherPapers) {
  const std::string abstract = "Once there was dark matter.";
  EXPECT_THAT(Find("", abstract), Not(Contains("dark matter")));
  for (int i = 0; i < 50; ++i) {
    Find(absl::StrCat("paper", i, "b"), "It is about dark matter.");
    // Words that many have are no phrase wherever they meet.
    for (int j = 0; j < 50; ++j) {
      Find(absl::StrCat("paper", i, "c", j), "Graph neurons.");
    }
  }
  EXPECT_THAT(Find("", abstract), Contains("dark matter"));
  EXPECT_THAT(Find("", "Graph neurons once."), Not(Contains("Graph neurons")));
}

TEST_F(KeywordFinderTest, FindsAtMostTenAndNothingInNothing) {
  std::string text;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&text, "word", i, "x, ");
  EXPECT_THAT(Find("", text), SizeIs(kMaxKeywords));
  EXPECT_THAT(Find("", ""), IsEmpty());
  EXPECT_THAT(Find("", "we have the of"), IsEmpty());
}

TEST_F(KeywordFinderTest, DoesNotJoinTheTitleAndTheAbstract) {
  EXPECT_THAT(Find("Red apples", "Green pears"), Not(Contains("apples Green")));
}

}  // namespace
}  // namespace broadsheet::ingest
