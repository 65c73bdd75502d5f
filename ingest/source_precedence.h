#ifndef BROADSHEET_INGEST_SOURCE_PRECEDENCE_H_
#define BROADSHEET_INGEST_SOURCE_PRECEDENCE_H_

#include <cstdint>
#include <string_view>

#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::ingest {

// The name of a source that a header does not name ("openalex").
std::string_view DefaultSource(v1::InputFormat format);

// How much a source is to be believed, 0 to 100 (UpsertPapersRequest). Who
// publishes a paper, or whom the operator names, speaks for it: 90; a feed of
// the day has less of it: 70; what others collected: 40 and less. `source`
// counts where it is one of the names that DefaultSource gives, else `format`.
int32_t SourcePrecedence(v1::InputFormat format, std::string_view source);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCE_PRECEDENCE_H_
