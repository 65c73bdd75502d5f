#include "cli/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "cli/text_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Table Papers() {
  Table table({{.header = "#", .min_width = 2, .align_right = true},
               {.header = "ID", .min_width = 10},
               {.header = "TITLE", .min_width = 10},
               {.header = "REASON", .min_width = 8, .rank = 1}});
  table.AddRow(
      {"1", "1706.03762", "Attention Is All You Need", "matches attention"});
  table.AddRow({"2", "2010.11929", "An Image is Worth 16x16 Words",
                "because you saved it"});
  return table;
}

int WidestLine(const std::string& text) {
  int widest = 0;
  for (const auto& line : absl::StrSplit(text, '\n')) {
    widest = std::max(widest, DisplayWidth({line.data(), line.size()}));
  }
  return widest;
}

TEST(Table, TakesNoMoreThanItsTextsNeed) {
  EXPECT_EQ(Papers().Render(200, false),
            "#  ID          TITLE                          REASON\n"
            "1  1706.03762  Attention Is All You Need      matches attention\n"
            "2  2010.11929  An Image is Worth 16x16 Words  because you saved "
            "it\n");
}

TEST(Table, FitsEveryWidth) {
  for (int width = 26; width < 100; ++width) {
    EXPECT_LE(WidestLine(Papers().Render(width, false)), width) << width;
  }
}

TEST(Table, CutsTheWidestColumnFirst) {
  const std::string text = Papers().Render(50, false);
  EXPECT_THAT(text, HasSubstr("1706.03762"));
  EXPECT_THAT(text, HasSubstr("…"));
}

TEST(Table, LeavesOutColumnsOfHighRankWhenTheyCannotFit) {
  const std::string text = Papers().Render(30, false);
  EXPECT_THAT(text, Not(HasSubstr("REASON")));
  EXPECT_THAT(text, HasSubstr("TITLE"));
}

TEST(Table, PrintsCodesOnlyWhenAsked) {
  EXPECT_THAT(Papers().Render(80, false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Papers().Render(80, true), HasSubstr("\x1b[1m"));
}

TEST(Table, MakesHostileTextHarmless) {
  Table table({{.header = "TITLE"}});
  table.AddRow({"a\x1b[2Jb\nc\xff"});
  const std::string text = table.Render(80, false);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("a [2Jb c\uFFFD"));
}

TEST(Table, LeavesOutColumnsWithoutTexts) {
  Table table({{.header = "A"}, {.header = "B"}});
  table.AddRow({"only one"});
  EXPECT_EQ(table.rows(), 1u);
  EXPECT_EQ(table.Render(80, false), "A\nonly one\n");
}

TEST(TextWidth, KnowsWideCharactersAndCombiningMarks) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("論文"), 4);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(DisplayWidth("Schrödinger"), 11);
}

TEST(TextWidth, CutsBetweenCharacters) {
  EXPECT_EQ(FitWidth("abcdef", 6), "abcdef");
  EXPECT_EQ(FitWidth("abcdefg", 6), "abcde…");
  EXPECT_EQ(FitWidth("論文論文", 6), "論文…");
  EXPECT_EQ(FitWidth("a bcdefg", 3), "a…");
}

TEST(TextWidth, DropsChangesOfTheWritingDirection) {
  EXPECT_EQ(SafeLine("a\u202Eb\u2028c\x01"), "ab c ");
}

}  // namespace
}  // namespace broadsheet::cli
