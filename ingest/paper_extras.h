#ifndef BROADSHEET_INGEST_PAPER_EXTRAS_H_
#define BROADSHEET_INGEST_PAPER_EXTRAS_H_

#include <optional>

#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"

namespace broadsheet::ingest {

// Brings what a source tells besides the paper's own record into the form of
// paper.proto: versions in their order, links with known kinds and addresses of
// the web, keywords, summary, signals by name. An address that is none is
// dropped, as is the rest above the limits of links and keywords; other
// breaches are violations. Stateless.
std::optional<FieldViolation> NormalizeExtras(v1::Paper* paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_EXTRAS_H_
