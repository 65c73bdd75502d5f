#include "digest/schedule.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "common/days.h"

namespace broadsheet::digest {
namespace {

bool IsWeekly(const v1::DigestSettings& settings) {
  return settings.rhythm() == v1::DigestSettings::RHYTHM_WEEKLY;
}

absl::Time TimeOfDay(absl::CivilDay day, int hour, const absl::TimeZone& zone) {
  const auto at = zone.At(absl::CivilHour(day) + hour);
  return at.kind == absl::TimeZone::TimeInfo::SKIPPED ? at.trans : at.pre;
}

// The slot whose day, or week, has the number `step` counted from today.
Slot SlotAt(const v1::DigestSettings& settings, absl::CivilDay today, int step,
            const absl::TimeZone& zone) {
  const int hour = std::clamp(settings.hour(), 0, 23);
  if (!IsWeekly(settings)) {
    const absl::CivilDay day = today + step;
    return {FormatDay(day), TimeOfDay(day, hour, zone)};
  }
  const Period week = PeriodOf(Period::Kind::kWeek, today + 7 * step);
  const int weekday = std::clamp(settings.weekday(), 1, 7);
  return {FormatPeriod(week),
          TimeOfDay(week.first + (weekday - 1), hour, zone)};
}

}  // namespace

absl::TimeZone ZoneOf(const v1::DigestSettings& settings,
                      const absl::TimeZone& standard) {
  if (settings.zone().empty()) return standard;
  const auto zone = LoadZone(settings.zone());
  return zone.ok() ? *zone : standard;
}

Slot NextSlot(const v1::DigestSettings& settings, absl::Time now,
              const absl::TimeZone& standard) {
  const absl::TimeZone zone = ZoneOf(settings, standard);
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  for (int step = 0;; ++step) {
    Slot slot = SlotAt(settings, today, step, zone);
    if (slot.at > now) return slot;
  }
}

Slot LatestSlot(const v1::DigestSettings& settings, absl::Time now,
                const absl::TimeZone& standard) {
  const absl::TimeZone zone = ZoneOf(settings, standard);
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  for (int step = 0;; --step) {
    Slot slot = SlotAt(settings, today, step, zone);
    if (slot.at <= now) return slot;
  }
}

}  // namespace broadsheet::digest
