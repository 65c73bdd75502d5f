#ifndef BROADSHEET_INGEST_PAPER_VERSIONS_H_
#define BROADSHEET_INGEST_PAPER_VERSIONS_H_

#include <optional>

#include "absl/time/time.h"
#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"

namespace broadsheet::ingest {

inline constexpr int kMaxVersions = 1000;

// Sorts the versions of `paper` by their numbers and leaves one of each: the
// last one with a time, as they came. Nothing, or the first rule that they
// break.
std::optional<FieldViolation> NormalizeVersions(v1::Paper* paper);

// Adds a version; a time that cannot be read is left out.
void AddVersion(int number, std::optional<absl::Time> submitted,
                v1::Paper* paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_VERSIONS_H_
