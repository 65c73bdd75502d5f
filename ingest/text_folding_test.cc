#include "ingest/text_folding.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(FoldLine, LeavesOneSpaceOfEveryGap) {
  EXPECT_EQ(FoldLine("  Tevatron and\n  LHC\r\n\tenergies "),
            "Tevatron and LHC energies");
  EXPECT_EQ(FoldLine("a\u00a0b\u2028c\u0085d\x07"
                     "e"),
            "a b c d e");
  EXPECT_EQ(FoldLine(" \n "), "");
}

TEST(FoldLine, FindsGapsWhereverTheyAre) {
  const std::string text = "ten small words that are read by eights, a lot";
  for (size_t at = 0; at <= text.size(); ++at) {
    for (const char* gap : {"  ", " \t", "\x7f ", " \u00a0 "}) {
      std::string wide = text;
      wide.insert(at, gap);
      std::string narrow = text;
      narrow.insert(at, " ");
      const bool joins = at == 0 || at == text.size() || text[at] == ' ' ||
                         text[at - 1] == ' ';
      EXPECT_EQ(FoldLine(wide), joins ? text : narrow) << at;
    }
  }
}

TEST(FoldParagraphs, JoinsWrappedLines) {
  EXPECT_EQ(FoldParagraphs("  We show\nthat it\nholds.\n"),
            "We show that it holds.");
}

TEST(FoldParagraphs, KeepsIndentedAndBlankLinesAsBreaks) {
  EXPECT_EQ(FoldParagraphs("  One\nline.\n  Two.\n\nThree\n\n\n  four."),
            "One line.\nTwo.\nThree\nfour.");
}

TEST(FoldParagraphs, KeepsTheBreaksOfTextThatWasNotWrapped) {
  const std::string paragraph(200, 'x');
  const std::string text = paragraph + "\nShort one.\n" + paragraph;
  EXPECT_EQ(FoldParagraphs(text), text);
}

TEST(FoldParagraphs, ChangesNothingTheSecondTime) {
  const std::string once =
      FoldParagraphs(std::string(130, 'y') + "\n  and\n\n more");
  EXPECT_EQ(FoldParagraphs(once), once);
}

TEST(IsFoldedAscii, IsTrueForWordsThatFoldingLeavesAsTheyAre) {
  const std::string text = "Graphs of 10 words, (each) with one-space between.";
  for (size_t size = 0; size <= text.size(); ++size) {
    const std::string part = text.substr(0, size);
    const bool stays = !part.ends_with(' ');
    EXPECT_EQ(IsFoldedAscii(part), stays) << part;
    if (stays) {
      EXPECT_EQ(FoldLine(part), part);
      EXPECT_EQ(FoldParagraphs(part), part);
    }
  }
}

TEST(IsFoldedAscii, IsFalseForAllOtherTexts) {
  for (const char* part :
       {"a  b", "a\nb", "a\tb", "\x7f", "\x01", "caf\u00e9", "a\u00a0b"}) {
    for (const char* before : {"", "words that come before "}) {
      for (const char* behind : {"", " and those that come behind it"}) {
        EXPECT_FALSE(IsFoldedAscii(std::string(before) + part + behind));
      }
    }
  }
  EXPECT_FALSE(IsFoldedAscii(" a"));
  EXPECT_FALSE(IsFoldedAscii("a "));
  EXPECT_FALSE(IsFoldedAscii(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace broadsheet::ingest
