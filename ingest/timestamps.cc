#include "ingest/timestamps.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/days.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxTimeBytes = 64;

struct Zone {
  absl::string_view name;
  absl::string_view offset;
};

// The names of RFC 822, section 5.1, but for those of the military.
constexpr Zone kZones[] = {
    {"GMT", "+0000"}, {"UT", "+0000"},  {"UTC", "+0000"}, {"Z", "+0000"},
    {"EST", "-0500"}, {"EDT", "-0400"}, {"CST", "-0600"}, {"CDT", "-0500"},
    {"MST", "-0700"}, {"MDT", "-0600"}, {"PST", "-0800"}, {"PDT", "-0700"},
};

absl::string_view OffsetOf(absl::string_view zone) {
  const auto known = std::ranges::find(kZones, zone, &Zone::name);
  return known == std::end(kZones) ? zone : known->offset;
}

// Words of "2 Apr 2007 19:18:42 GMT", the day of the week left out.
std::vector<absl::string_view> WordsOf(absl::string_view text) {
  std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipWhitespace());
  if (!words.empty() &&
      absl::ascii_isalpha(static_cast<unsigned char>(words[0][0]))) {
    words.erase(words.begin());
  }
  return words;
}

}  // namespace

bool SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp) {
  if (time < absl::FromUnixSeconds(-62135596800) ||
      time >= absl::FromUnixSeconds(253402300800)) {
    return false;
  }
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return true;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

std::optional<LocalTime> ParseRfc822(std::string_view text) {
  if (text.size() > kMaxTimeBytes) return std::nullopt;
  const auto words = WordsOf(AsAbsl(text));
  if (words.size() != 5) return std::nullopt;
  const std::string day = absl::StrCat(words[0], " ", words[1], " ", words[2]);
  const std::string time =
      absl::StrCat(day, " ", words[3], " ", OffsetOf(words[4]));
  LocalTime parsed;
  absl::Time midnight;
  if (!absl::ParseTime("%d %b %Y", day, &midnight, nullptr) ||
      !absl::ParseTime("%d %b %Y %H:%M:%S %z", time, &parsed.time, nullptr)) {
    return std::nullopt;
  }
  parsed.day = absl::ToCivilDay(midnight, absl::UTCTimeZone());
  return parsed;
}

std::optional<LocalTime> ParseRfc3339(std::string_view text) {
  text = AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
  LocalTime parsed;
  // Without the offset ParseTime would take the text for UTC.
  if (text.size() < 20 || text.size() > kMaxTimeBytes || text[10] != 'T' ||
      !absl::ParseTime(absl::RFC3339_full, AsAbsl(text), &parsed.time,
                       nullptr)) {
    return std::nullopt;
  }
  const auto day = ParseDay(text.substr(0, 10));
  if (!day.ok()) return std::nullopt;
  parsed.day = *day;
  return parsed;
}

}  // namespace broadsheet::ingest
