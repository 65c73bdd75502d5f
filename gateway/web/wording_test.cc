#include "gateway/web/wording.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const absl::CivilDay kMonday(2026, 11, 23);

TEST(Wording, SaysDaysInWords) {
  EXPECT_EQ(LongDay(kMonday), "Monday, 23 November 2026");
  EXPECT_EQ(ShortDay(kMonday), "23 November 2026");
}

TEST(Wording, SaysRecentDaysRelativeToToday) {
  EXPECT_EQ(RelativeDay(kMonday, kMonday), "today");
  EXPECT_EQ(RelativeDay(kMonday - 1, kMonday), "yesterday");
  EXPECT_EQ(RelativeDay(kMonday - 6, kMonday), "6 days ago");
  EXPECT_EQ(RelativeDay(kMonday - 7, kMonday), "16 November 2026");
  EXPECT_EQ(RelativeDay(kMonday + 1, kMonday), "24 November 2026");
}

TEST(Wording, ShowsADayThatIsNoneAsItIs) {
  EXPECT_EQ(ShortDayOf("2017-06-12"), "12 June 2017");
  EXPECT_EQ(ShortDayOf("<b>"), "<b>");
}

TEST(Wording, TitlesPeriods) {
  EXPECT_EQ(PeriodTitle(ParsePeriod("2026-11-23").value()),
            "Monday, 23 November 2026");
  EXPECT_EQ(PeriodTitle(ParsePeriod("2026-W47").value()),
            "16–22 November 2026");
  EXPECT_EQ(PeriodTitle(ParsePeriod("2026-W49").value()),
            "30 November – 6 December 2026");
  EXPECT_EQ(PeriodTitle(ParsePeriod("2026-W53").value()),
            "28 December 2026 – 3 January 2027");
  EXPECT_EQ(PeriodTitle(ParsePeriod("2026-11").value()), "November 2026");
}

TEST(Wording, LabelsPeriodsShortly) {
  EXPECT_EQ(PeriodLabel(ParsePeriod("2026-11-23").value()), "Mon 23 Nov");
  EXPECT_EQ(PeriodLabel(ParsePeriod("2026-W47").value()), "Week 47");
  EXPECT_EQ(PeriodLabel(ParsePeriod("2026-11").value()), "November 2026");
}

TEST(Wording, GroupsThousands) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(37297), "37,297");
  EXPECT_EQ(WithThousands(-1234567), "-1,234,567");
  EXPECT_EQ(CountOf(1, "paper", "papers"), "1 paper");
  EXPECT_EQ(CountOf(0, "paper", "papers"), "0 papers");
}

TEST(Wording, NamesTheFirstAuthorsAndCountsTheOthers) {
  EXPECT_EQ(AuthorsLine({}, 3), "");
  EXPECT_EQ(AuthorsLine({"A"}, 3), "A");
  EXPECT_EQ(AuthorsLine({"A", "B"}, 3), "A and B");
  EXPECT_EQ(AuthorsLine({"A", "B", "C"}, 3), "A, B and C");
  EXPECT_EQ(AuthorsLine({"A", "B", "C", "D"}, 3), "A, B, C and 1 other");
  EXPECT_EQ(AuthorsLine({"A", "B", "C", "D"}, 2), "A, B and 2 others");
}

TEST(Wording, MakesSentences) {
  EXPECT_EQ(AsSentence("no list yet"), "No list yet.");
  EXPECT_EQ(AsSentence("Done."), "Done.");
  EXPECT_EQ(AsSentence(""), "");
}

TEST(Excerpt, KeepsShortTextsWhole) {
  EXPECT_EQ(Excerpt("two\nlines.", 20), "two lines.");
}

TEST(Excerpt, CutsBetweenWords) {
  EXPECT_EQ(Excerpt("one two, three four", 11), "one two…");
}

TEST(Excerpt, NeverCutsThroughACharacter) {
  EXPECT_EQ(Excerpt("ééééé", 5), "éé…");
}

}  // namespace
}  // namespace broadsheet::gateway
