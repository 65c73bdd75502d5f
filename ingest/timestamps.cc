#include "ingest/timestamps.h"

#include <cstdint>

namespace broadsheet::ingest {

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

}  // namespace broadsheet::ingest
