#include "ingest/sentence_splitter.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> Split(std::string_view text) {
  return SentenceSplitter().Split(text, 100);
}

TEST(SentenceSplitter, EndsSentencesAtStopsAndParagraphs) {
  EXPECT_THAT(Split("We do this. It works! Does it? \"Yes.\" (Well.) End"),
              ElementsAre("We do this.", "It works!", "Does it?", "\"Yes.\"",
                          "(Well.)", "End"));
  EXPECT_THAT(Split("One\nTwo"), ElementsAre("One", "Two"));
  EXPECT_THAT(Split(" \n "), IsEmpty());
}

TEST(SentenceSplitter, GoesOnAfterAbbreviationsInitialsAndNumbers) {
  for (const char* text :
       {"As Smith et al. We know.", "Cases, e.g. Trees, grow.",
        "That is, i.e. This.", "See Fig. 2 for it.", "By J. S. Bach alone.",
        "Some 3.5 percent.", "It ran vs. The other.",
        "Use v. 2, w.r.t. Theirs.", "It uses node.js for it."}) {
    EXPECT_THAT(Split(text), ElementsAre(text));
  }
}

TEST(SentenceSplitter, KeepsFormulasWhole) {
  EXPECT_THAT(Split("Let $x = 1. Y$ hold. Then $z$. It costs $5. Fine."),
              ElementsAre("Let $x = 1. Y$ hold.", "Then $z$.", "It costs $5.",
                          "Fine."));
}

TEST(SentenceSplitter, KnowsStopsOfOtherScripts) {
  EXPECT_THAT(Split("\u6211\u4eec\u63d0\u51fa\u3002\u5b83\u6709\u6548\u3002"),
              ElementsAre("\u6211\u4eec\u63d0\u51fa\u3002",
                          "\u5b83\u6709\u6548\u3002"));
}

TEST(SentenceSplitter, FindsNoMoreThanWanted) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "A sentence. ";
  EXPECT_EQ(SentenceSplitter().Split(text, 10).size(), 10);
  EXPECT_EQ(Split("caf\xe9. \xff\xfe. A").size(), 2);
}

}  // namespace
}  // namespace broadsheet::ingest
