#ifndef BROADSHEET_STORAGE_PAPER_MERGE_H_
#define BROADSHEET_STORAGE_PAPER_MERGE_H_

#include <optional>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::storage {

// What a stored paper becomes by a new record of it: fields that the record
// lacks keep their value, derived ones always do. Nothing when only `source`
// would change, so that two sources with equal records do not take turns. The
// result has the next revision.
std::optional<v1::Paper> MergePaper(const v1::Paper& stored,
                                    const v1::Paper& record);

// A new paper from its first record: without derived fields, revision 1.
v1::Paper NewPaper(const v1::Paper& record);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_MERGE_H_
