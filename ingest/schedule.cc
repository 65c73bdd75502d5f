#include "ingest/schedule.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

constexpr absl::Duration kShortest = absl::Minutes(1);
constexpr absl::Duration kLongest = absl::Hours(24 * 366);

absl::Status Bad(const std::string& part, const std::string& rule) {
  return InvalidField("--schedule", absl::StrCat("\"", part, "\" ", rule));
}

bool IsName(std::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_islower(static_cast<unsigned char>(c)) && c != '-') {
      return false;
    }
  }
  return !text.empty();
}

// At the commas behind which a "NAME=" stands: sets may have commas, too.
std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',') continue;
    const std::string_view rest = std::string_view(text).substr(i + 1);
    if (!IsName(rest.substr(0, rest.find('=')))) continue;
    if (rest.find('=') == std::string_view::npos) continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

// "04:30".
std::optional<absl::Duration> ParseTimeOfDay(std::string_view text) {
  int hour = 0;
  int minute = 0;
  if (text.size() != 5 || text[2] != ':' ||
      !absl::SimpleAtoi(AsAbsl(text.substr(0, 2)), &hour) ||
      !absl::SimpleAtoi(AsAbsl(text.substr(3)), &minute) || hour < 0 ||
      hour > 23 || minute < 0 || minute > 59) {
    return std::nullopt;
  }
  return absl::Hours(hour) + absl::Minutes(minute);
}

// Takes "24h@04:30" off the beginning of `text`, and the ":" behind it.
absl::Status TakeTimes(const std::string& part, std::string_view* text,
                       Schedule* schedule) {
  const size_t end = text->find_first_of("@:");
  const std::string interval(text->substr(0, end));
  if (!absl::ParseDuration(interval, &schedule->interval)) {
    return Bad(part, "has no interval, such as 30m, 6h or 24h");
  }
  if (schedule->interval < kShortest || schedule->interval > kLongest) {
    return Bad(part, "has an interval that is not 1m to 8784h");
  }
  *text = end == std::string_view::npos ? "" : text->substr(end);
  if (text->starts_with('@')) {
    schedule->at = ParseTimeOfDay(text->substr(1, 5));
    if (!schedule->at) return Bad(part, "has no time behind @, such as 04:30");
    *text = text->substr(6);
  }
  if (text->empty()) return absl::OkStatus();
  if (!text->starts_with(':') || text->size() == 1) {
    return Bad(part, "has no set behind its times; write NAME=6h:SET");
  }
  text->remove_prefix(1);
  return absl::OkStatus();
}

absl::StatusOr<Schedule> ParseOne(const std::string& part,
                                  const Sources& sources) {
  const size_t equals = part.find('=');
  if (equals == std::string::npos) {
    return Bad(part, "is not NAME=INTERVAL[@HH:MM][:SET]");
  }
  Schedule schedule;
  schedule.source = part.substr(0, equals);
  const HarvestSource* source =
      schedule.source.empty() ? nullptr : FindSource(sources, schedule.source);
  if (source == nullptr) return Bad(part, "names no source");
  std::string_view rest = std::string_view(part).substr(equals + 1);
  if (auto times = TakeTimes(part, &rest, &schedule); !times.ok()) return times;
  schedule.set = rest;
  v1::RunHarvestRequest request = RequestOf(schedule, *source);
  request.set_request_id("schedule");
  auto checked = CheckHarvest(sources, request);
  if (checked.ok()) return schedule;
  return Bad(part,
             absl::StrCat("cannot be harvested: ", checked.status().message()));
}

}  // namespace

absl::StatusOr<std::vector<Schedule>> ParseSchedules(const std::string& text,
                                                     const Sources& sources) {
  std::vector<Schedule> schedules;
  if (text.empty()) return schedules;
  for (const std::string& part : Split(text)) {
    auto schedule = ParseOne(part, sources);
    if (!schedule.ok()) return schedule.status();
    for (const Schedule& other : schedules) {
      if (other.source == schedule->source && other.set == schedule->set) {
        return Bad(part, "is there twice");
      }
    }
    schedules.push_back(*std::move(schedule));
  }
  return schedules;
}

v1::RunHarvestRequest RequestOf(const Schedule& schedule,
                                const HarvestSource& source) {
  v1::RunHarvestRequest request;
  request.set_source(schedule.source);
  request.set_url(source.info().url);
  request.set_set(schedule.set);
  return request;
}

absl::Time NextRun(const Schedule& schedule,
                   std::optional<absl::Time> last_start, absl::Time now) {
  const absl::Time anchor =
      absl::UnixEpoch() + schedule.at.value_or(absl::ZeroDuration());
  const auto floor = [&](absl::Time time) {
    return anchor + absl::Floor(time - anchor, schedule.interval);
  };
  if (!last_start) return floor(now);
  if (schedule.at) return floor(*last_start) + schedule.interval;
  return *last_start + schedule.interval;
}

}  // namespace broadsheet::ingest
