#include "ingest/timestamps.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(ParseRfc822, ReadsTheTimeAndTheDayWhereItWasWritten) {
  const auto time = ParseRfc822("Mon, 2 Apr 2007 19:18:42 GMT");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->day, absl::CivilDay(2007, 4, 2));
  EXPECT_EQ(absl::FormatTime(time->time, absl::UTCTimeZone()),
            "2007-04-02T19:18:42+00:00");
  const auto evening = ParseRfc822("Tue, 24 Nov 2026 22:00:00 -0500");
  ASSERT_TRUE(evening);
  EXPECT_EQ(evening->day, absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(absl::FormatTime(evening->time, absl::UTCTimeZone()),
            "2026-11-25T03:00:00+00:00");
  EXPECT_EQ(ParseRfc822("24 Nov 2026 22:00:00 EST")->time, evening->time);
}

TEST(ParseRfc822, RefusesWhatIsNone) {
  for (const char* text :
       {"", "Mon,", "2 Apr 2007", "Mon, 31 Feb 2007 19:18:42 GMT",
        "Mon, 2 Apr 2007 19:18:42", "Mon, 2 Apr 2007 25:18:42 GMT",
        "Mon, 2 Apr 2007 19:18:42 XYZ", "2007-04-02T19:18:42Z"}) {
    EXPECT_FALSE(ParseRfc822(text)) << text;
  }
}

TEST(ParseRfc3339, ReadsTheTimeAndTheDayWhereItWasWritten) {
  const auto time = ParseRfc3339(" 2026-11-24T23:00:00-05:00\n");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->day, absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(absl::ToCivilDay(time->time, absl::UTCTimeZone()),
            absl::CivilDay(2026, 11, 25));
  for (const char* text : {"", "2026-11-24", "2026-11-24T23:00:00",
                           "2026-13-24T23:00:00Z", "9999-01-01T00:00:00Z"}) {
    EXPECT_FALSE(ParseRfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace broadsheet::ingest
