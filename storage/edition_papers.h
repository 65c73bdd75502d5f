#ifndef BROADSHEET_STORAGE_EDITION_PAPERS_H_
#define BROADSHEET_STORAGE_EDITION_PAPERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "storage/database.h"

namespace broadsheet::storage {

// A condition in SQL, in brackets, that a row of `papers` belongs to the
// edition of this name (edition.proto): by category, by an author's name
// without regard to case, or by keywords, as English stems and phrases word by
// word. INVALID_ARGUMENT for what cannot be a name; NOT_FOUND (reason
// EDITION_UNKNOWN) when there is no such edition.
//
// Keywords have no index: to keep one, adding a paper (0.05 ms) would have to
// split its words (0.13 ms). A list does that for each row that it looks at,
// once however many keywords there are, so callers bound these rows.
absl::StatusOr<std::string> EditionCondition(Transaction& tx,
                                             const std::string& name);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_EDITION_PAPERS_H_
