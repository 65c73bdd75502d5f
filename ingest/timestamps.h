#ifndef BROADSHEET_INGEST_TIMESTAMPS_H_
#define BROADSHEET_INGEST_TIMESTAMPS_H_

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::ingest {

// False for times that a Timestamp cannot hold (years 1 to 9999 are allowed).
bool SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// A time with the day that it is where it was written.
struct LocalTime {
  absl::Time time;
  absl::CivilDay day;
};

// "Mon, 2 Apr 2007 19:18:42 GMT" or "... -0500", as in RFC 822, section 5, with
// a year of four digits; nothing for anything else.
std::optional<LocalTime> ParseRfc822(std::string_view text);
// "2026-11-23T10:00:00Z" or "...-05:00", as in RFC 3339.
std::optional<LocalTime> ParseRfc3339(std::string_view text);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TIMESTAMPS_H_
