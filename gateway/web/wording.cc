#include "gateway/web/wording.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/text.h"

namespace broadsheet::gateway {
namespace {

constexpr const char* kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr const char* kWeekdays[] = {"Monday",   "Tuesday", "Wednesday",
                                     "Thursday", "Friday",  "Saturday",
                                     "Sunday"};

std::string MonthOf(absl::CivilDay day) { return kMonths[day.month() - 1]; }

std::string WeekdayOf(absl::CivilDay day) {
  // absl::Weekday begins with Monday.
  return kWeekdays[static_cast<int>(absl::GetWeekday(day))];
}

std::string WeekTitle(const Period& week) {
  const absl::CivilDay first = week.first;
  const absl::CivilDay last = week.last;
  if (first.month() == last.month()) {
    return absl::StrCat(first.day(), "–", ShortDay(last));
  }
  if (first.year() == last.year()) {
    return absl::StrCat(first.day(), " ", MonthOf(first), " – ",
                        ShortDay(last));
  }
  return absl::StrCat(ShortDay(first), " – ", ShortDay(last));
}

}  // namespace

std::string LongDay(absl::CivilDay day) {
  return absl::StrCat(WeekdayOf(day), ", ", ShortDay(day));
}

std::string ShortDay(absl::CivilDay day) {
  return absl::StrCat(day.day(), " ", MonthOf(day), " ", day.year());
}

std::string RelativeDay(absl::CivilDay day, absl::CivilDay today) {
  const auto age = today - day;
  if (age == 0) return "today";
  if (age == 1) return "yesterday";
  if (age > 1 && age < 7) return absl::StrCat(age, " days ago");
  return ShortDay(day);
}

std::string ShortDayOf(std::string_view text) {
  const auto day = ParseDay(text);
  return day.ok() ? ShortDay(*day) : std::string(text);
}

std::string PeriodTitle(const Period& period) {
  switch (period.kind) {
    case Period::Kind::kDay:
      return LongDay(period.first);
    case Period::Kind::kWeek:
      return WeekTitle(period);
    case Period::Kind::kMonth:
      break;
  }
  return absl::StrCat(MonthOf(period.first), " ", period.first.year());
}

std::string PeriodLabel(const Period& period) {
  switch (period.kind) {
    case Period::Kind::kDay:
      return absl::StrCat(WeekdayOf(period.first).substr(0, 3), " ",
                          period.first.day(), " ",
                          MonthOf(period.first).substr(0, 3));
    case Period::Kind::kWeek: {
      // "2026-W47".
      const std::string name = FormatPeriod(period);
      return absl::StrCat("Week ", name.substr(name.find('W') + 1));
    }
    case Period::Kind::kMonth:
      break;
  }
  return absl::StrCat(MonthOf(period.first), " ", period.first.year());
}

std::string WithThousands(int64_t number) {
  std::string digits = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string CountOf(int64_t number, std::string_view singular,
                    std::string_view plural) {
  return absl::StrCat(WithThousands(number), " ",
                      AsAbsl(number == 1 ? singular : plural));
}

std::string AuthorsLine(const std::vector<std::string>& authors, size_t limit) {
  const size_t named =
      authors.size() <= limit ? authors.size() : std::max<size_t>(limit, 1);
  std::string line;
  for (size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == authors.size();
    if (i > 0) line += last ? " and " : ", ";
    line += authors[i];
  }
  const auto others = static_cast<int64_t>(authors.size() - named);
  if (others > 0) {
    absl::StrAppend(&line, " and ", CountOf(others, "other", "others"));
  }
  return line;
}

std::string Excerpt(std::string_view text, size_t bytes) {
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  if (line.size() <= bytes) return line;
  std::string_view cut = CutUtf8(line, bytes);
  const size_t space = cut.rfind(' ');
  // One endless word is cut anywhere.
  if (space != std::string_view::npos && space > bytes / 2) {
    cut = cut.substr(0, space);
  }
  while (!cut.empty() && absl::ascii_ispunct(cut.back())) {
    cut.remove_suffix(1);
  }
  return std::string(cut) + "…";
}

std::string AsSentence(std::string text) {
  if (text.empty()) return text;
  text[0] = absl::ascii_toupper(text[0]);
  if (!text.ends_with('.')) text += '.';
  return text;
}

}  // namespace broadsheet::gateway
