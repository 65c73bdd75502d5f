#include "digest/schedule.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

v1::DigestSettings At(int hour, const char* zone) {
  v1::DigestSettings settings;
  settings.set_hour(hour);
  settings.set_zone(zone);
  return settings;
}

absl::Time Utc(int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(2026, month, day, hour, minute),
                         absl::UTCTimeZone());
}

Slot Next(const v1::DigestSettings& settings, absl::Time now) {
  return NextSlot(settings, now, absl::UTCTimeZone());
}

TEST(Schedule, IsDueAtTheHourOfTheSubscriber) {
  const auto settings = At(7, "Asia/Tokyo");
  const Slot next = Next(settings, Utc(11, 23, 12));
  EXPECT_EQ(next.issue, "2026-11-24");
  EXPECT_EQ(next.at, Utc(11, 23, 22));
  EXPECT_EQ(Next(settings, next.at).issue, "2026-11-25");
  EXPECT_EQ(LatestSlot(settings, next.at, absl::UTCTimeZone()).issue,
            "2026-11-24");
}

TEST(Schedule, TakesTheNewspapersZoneWhenNoneIsGiven) {
  EXPECT_EQ(Next(At(7, ""), Utc(11, 23, 6)).at, Utc(11, 23, 7));
}

TEST(Schedule, IsDueOnceOnADayWhoseHourIsLeftOut) {
  // In Berlin it is 3:00 after 1:59 on 2026-03-29.
  const auto settings = At(2, "Europe/Berlin");
  const Slot gap = Next(settings, Utc(3, 28, 12));
  EXPECT_EQ(gap.issue, "2026-03-29");
  EXPECT_EQ(gap.at, Utc(3, 29, 1));
  EXPECT_EQ(Next(settings, gap.at).issue, "2026-03-30");
  EXPECT_EQ(Next(settings, gap.at).at, Utc(3, 30, 0));
}

TEST(Schedule, IsDueOnceOnADayWhoseHourComesTwice) {
  // In Berlin it is 2:00 after 2:59 on 2026-10-25.
  const auto settings = At(2, "Europe/Berlin");
  const Slot twice = Next(settings, Utc(10, 24, 12));
  EXPECT_EQ(twice.issue, "2026-10-25");
  EXPECT_EQ(twice.at, Utc(10, 25, 0));
  EXPECT_EQ(Next(settings, twice.at).issue, "2026-10-26");
  EXPECT_EQ(Next(settings, Utc(10, 25, 0, 30)).issue, "2026-10-26");
}

TEST(Schedule, IsDueOnceAWeekOnItsDay) {
  auto settings = At(8, "UTC");
  settings.set_rhythm(v1::DigestSettings::RHYTHM_WEEKLY);
  settings.set_weekday(5);
  const Slot friday = Next(settings, Utc(11, 23, 12));
  EXPECT_EQ(friday.issue, "2026-W48");
  EXPECT_EQ(friday.at, Utc(11, 27, 8));
  EXPECT_EQ(Next(settings, friday.at).issue, "2026-W49");
  EXPECT_EQ(LatestSlot(settings, Utc(11, 27, 7), absl::UTCTimeZone()).issue,
            "2026-W47");
}

}  // namespace
}  // namespace broadsheet::digest
