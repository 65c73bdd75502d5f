#ifndef BROADSHEET_INGEST_JSON_PAPER_EXTRAS_H_
#define BROADSHEET_INGEST_JSON_PAPER_EXTRAS_H_

#include <cstddef>
#include <optional>

#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"
#include "ingest/json_object.h"

namespace broadsheet::ingest {

// What a line may say of a paper besides its record, as `export papers` writes
// it. Types are checked here, contents are the normaliser's.

// A list of web addresses, or of {"kind": "code", "url": ...}. Kinds are those
// of PaperLink in lower case; an address alone is a project page.
std::optional<FieldViolation> ReadLinks(size_t field, JsonObject* object,
                                        v1::Paper* paper);
// A list of {"number": 1, "submitted_at": RFC 3339}; the time may lack.
std::optional<FieldViolation> ReadVersions(size_t field, JsonObject* object,
                                           v1::Paper* paper);
// A list of {"name": "citations", "value": 3}.
std::optional<FieldViolation> ReadSignals(size_t field, JsonObject* object,
                                          v1::Paper* paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_PAPER_EXTRAS_H_
