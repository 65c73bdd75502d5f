#include "common/days.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace broadsheet {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

// The number that `text` holds at [at, at + count); nothing when other
// characters than digits are there. `text` is long enough.
std::optional<int> Digits(std::string_view text, size_t at, size_t count) {
  int number = 0;
  for (char c : text.substr(at, count)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
    number = number * 10 + (c - '0');
  }
  return number;
}

absl::Status CheckYear(int64_t year) {
  if (year >= kFirstYear && year <= kLastYear) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("is in the year ", year,
                                                 "; years ", kFirstYear, " to ",
                                                 kLastYear, " are allowed"));
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

// The ISO 8601 year of a week is that of its Thursday.
absl::CivilDay FirstMonday(absl::civil_year_t year) {
  return MondayOf(absl::CivilDay(year, 1, 4));
}

absl::StatusOr<Period> ParseWeek(std::string_view text) {
  const absl::Status malformed =
      absl::InvalidArgumentError("is not a week; write YYYY-Www");
  const auto year = Digits(text, 0, 4);
  const auto week = Digits(text, 6, 2);
  if (!year || !week || *week < 1 || *week > 53) return malformed;
  if (auto status = CheckYear(*year); !status.ok()) return status;
  const absl::CivilDay monday = FirstMonday(*year) + 7 * (*week - 1);
  if (monday >= FirstMonday(*year + 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("is not a week: ", *year, " has 52"));
  }
  return PeriodOf(Period::Kind::kWeek, monday);
}

absl::StatusOr<Period> ParseMonth(std::string_view text) {
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  if (!year || !month || *month < 1 || *month > 12) {
    return absl::InvalidArgumentError("is not a month; write YYYY-MM");
  }
  if (auto status = CheckYear(*year); !status.ok()) return status;
  return PeriodOf(Period::Kind::kMonth, absl::CivilDay(*year, *month, 1));
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(std::string_view text) {
  const absl::Status malformed =
      absl::InvalidArgumentError("is not a day; write YYYY-MM-DD");
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return malformed;
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  if (!year || !month || !day) return malformed;
  if (auto status = CheckYear(*year); !status.ok()) return status;
  const absl::CivilDay civil(*year, *month, *day);
  // CivilDay carries the 30th of February over into March.
  if (civil.month() != *month || civil.day() != *day) {
    return absl::InvalidArgumentError("is not a day of the calendar");
  }
  return civil;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::StatusOr<Period> ParsePeriod(std::string_view text) {
  const bool dashed = text.size() >= 7 && text[4] == '-';
  if (dashed && text.size() == 8 && text[5] == 'W') return ParseWeek(text);
  if (dashed && text.size() == 7) return ParseMonth(text);
  const auto day = ParseDay(text);
  if (day.ok()) return PeriodOf(Period::Kind::kDay, *day);
  if (text.size() == 10) return day.status();
  return absl::InvalidArgumentError(
      "is not a day (YYYY-MM-DD), week (YYYY-Www) or month (YYYY-MM)");
}

std::string FormatPeriod(const Period& period) {
  switch (period.kind) {
    case Period::Kind::kDay:
      break;
    case Period::Kind::kWeek: {
      const absl::civil_year_t year = (period.first + 3).year();
      const auto week = (period.first - FirstMonday(year)) / 7 + 1;
      return absl::StrFormat("%04d-W%02d", year, week);
    }
    case Period::Kind::kMonth:
      return absl::StrFormat("%04d-%02d", period.first.year(),
                             period.first.month());
  }
  return FormatDay(period.first);
}

Period PeriodOf(Period::Kind kind, absl::CivilDay day) {
  switch (kind) {
    case Period::Kind::kDay:
      break;
    case Period::Kind::kWeek:
      return {kind, MondayOf(day), MondayOf(day) + 6};
    case Period::Kind::kMonth: {
      const absl::CivilMonth month(day);
      return {kind, absl::CivilDay(month), absl::CivilDay(month + 1) - 1};
    }
  }
  return {kind, day, day};
}

Period PreviousPeriod(const Period& period) {
  return PeriodOf(period.kind, period.first - 1);
}

Period NextPeriod(const Period& period) {
  return PeriodOf(period.kind, period.last + 1);
}

absl::StatusOr<absl::TimeZone> LoadZone(const std::string& zone) {
  absl::TimeZone loaded;
  if (absl::LoadTimeZone(zone, &loaded)) return loaded;
  return absl::InvalidArgumentError(
      absl::StrCat("\"", zone,
                   "\" is not a time zone that this machine's tzdata knows; "
                   "write one like America/New_York"));
}

absl::CivilDay DayAt(absl::Time time, const absl::TimeZone& zone) {
  return absl::ToCivilDay(time, zone);
}

}  // namespace broadsheet
