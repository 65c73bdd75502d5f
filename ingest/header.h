#ifndef BROADSHEET_INGEST_HEADER_H_
#define BROADSHEET_INGEST_HEADER_H_

#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::ingest {

// `header` with its defaults filled in: the source by the format
// (DefaultSource), and the file's name cut to 500 bytes. INVALID_ARGUMENT names
// the field.
absl::StatusOr<v1::IngestHeader> CheckHeader(v1::IngestHeader header);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HEADER_H_
