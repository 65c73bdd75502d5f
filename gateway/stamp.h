#ifndef BROADSHEET_GATEWAY_STAMP_H_
#define BROADSHEET_GATEWAY_STAMP_H_

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::gateway {

// To the microsecond, as storage keeps times; of 1970 and later.
inline google::protobuf::Timestamp Stamp(absl::Time time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  stamp.set_nanos(
      static_cast<int32_t>((absl::ToUnixMicros(time) % 1000000) * 1000));
  return stamp;
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_STAMP_H_
