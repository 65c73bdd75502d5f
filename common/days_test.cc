#include "common/days.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet {
namespace {

std::string Rule(std::string_view text) {
  return std::string(ParseDay(text).status().message());
}

TEST(Day, IsReadAndWritten) {
  EXPECT_EQ(*ParseDay("2026-11-23"), absl::CivilDay(2026, 11, 23));
  EXPECT_EQ(FormatDay(absl::CivilDay(2026, 1, 2)), "2026-01-02");
  EXPECT_TRUE(ParseDay("2024-02-29").ok());
}

TEST(Day, IsRefusedWithARule) {
  EXPECT_EQ(Rule("2023-02-29"), "is not a day of the calendar");
  EXPECT_EQ(Rule("2023-13-01"), "is not a day of the calendar");
  EXPECT_EQ(Rule("2023-00-00"), "is not a day of the calendar");
  EXPECT_EQ(Rule("9999-01-01"),
            "is in the year 9999; years 1900 to 2200 are allowed");
  for (const char* text : {"", "2023-1-1", "2023/01/01", "2023-01-01T00:00:00Z",
                           "+023-01-01", "20 3-01-01"}) {
    EXPECT_EQ(Rule(text), "is not a day; write YYYY-MM-DD") << text;
  }
}

TEST(Period, IsADayAWeekOrAMonth) {
  const Period week = *ParsePeriod("2026-W47");
  EXPECT_EQ(week.kind, Period::Kind::kWeek);
  EXPECT_EQ(week.first, absl::CivilDay(2026, 11, 16));
  EXPECT_EQ(week.last, absl::CivilDay(2026, 11, 22));
  const Period month = *ParsePeriod("2024-02");
  EXPECT_EQ(month.last, absl::CivilDay(2024, 2, 29));
  const Period day = *ParsePeriod("2024-02-29");
  EXPECT_EQ(day.first, day.last);
}

TEST(Period, OfAWeekBelongsToTheYearOfItsThursday) {
  EXPECT_EQ(ParsePeriod("2021-W01")->first, absl::CivilDay(2021, 1, 4));
  EXPECT_EQ(ParsePeriod("2020-W53")->last, absl::CivilDay(2021, 1, 3));
  EXPECT_FALSE(ParsePeriod("2021-W53").ok());
  const Period week =
      PeriodOf(Period::Kind::kWeek, absl::CivilDay(2024, 12, 31));
  EXPECT_EQ(FormatPeriod(week), "2025-W01");
}

TEST(Period, RefusesOtherNames) {
  for (const char* text : {"", "2026", "2026-W00", "2026-W54", "2026-13",
                           "2026-w47", "9999-W01", "today", "2026-11-31"}) {
    EXPECT_FALSE(ParsePeriod(text).ok()) << text;
  }
}

TEST(Period, HasNeighboursOfItsKind) {
  for (const char* name : {"2026-W01", "2026-01", "2024-03-01", "2020-W53"}) {
    const Period period = *ParsePeriod(name);
    EXPECT_EQ(FormatPeriod(period), name);
    EXPECT_EQ(FormatPeriod(NextPeriod(PreviousPeriod(period))), name);
  }
  EXPECT_EQ(FormatPeriod(PreviousPeriod(*ParsePeriod("2024-03-01"))),
            "2024-02-29");
  EXPECT_EQ(FormatPeriod(NextPeriod(*ParsePeriod("2026-12"))), "2027-01");
}

TEST(Zone, DecidesWhichDayItIs) {
  const absl::TimeZone zone = *LoadZone("America/New_York");
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(2026, 11, 23, 3), absl::UTCTimeZone());
  EXPECT_EQ(FormatDay(DayAt(time, zone)), "2026-11-22");
  EXPECT_EQ(FormatDay(DayAt(time, absl::UTCTimeZone())), "2026-11-23");
}

TEST(Zone, IsRefusedByNameWhenUnknown) {
  const auto zone = LoadZone("Mars/Olympus");
  ASSERT_FALSE(zone.ok());
  EXPECT_NE(zone.status().message().find("Mars/Olympus"), std::string::npos);
}

}  // namespace
}  // namespace broadsheet
