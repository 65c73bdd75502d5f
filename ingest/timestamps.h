#ifndef BROADSHEET_INGEST_TIMESTAMPS_H_
#define BROADSHEET_INGEST_TIMESTAMPS_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::ingest {

// False for times that a Timestamp cannot hold (years 1 to 9999 are allowed).
bool SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TIMESTAMPS_H_
