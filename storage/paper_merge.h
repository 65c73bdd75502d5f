#ifndef BROADSHEET_STORAGE_PAPER_MERGE_H_
#define BROADSHEET_STORAGE_PAPER_MERGE_H_

#include "broadsheet/v1/paper.pb.h"
#include "storage/precedence.h"

namespace broadsheet::storage {

// A paper as it stands in its row.
struct StoredPaper {
  v1::Paper paper;
  Precedence precedence;
};

// Merges a new record of a stored paper into it; answers whether that changed
// it; its revision is left to the caller. `precedence`: of the record's source.
//
// A field is taken when the stored one is empty, or came with this precedence
// or less; at an equal one a record whose `updated` is older only fills gaps.
// Derived fields stay. Versions merge by number, signals by name, links by
// address unless they are taken as a whole, which `add_links` forbids. Keywords
// and summary belong to a text: they come with a new one, or alone, without
// any. A withdrawal is taken back by a record of a later version, or of a later
// `updated` where versions are not known, without the mark.
//
// When only `source` would change, or what fields are believed by, nothing
// does: sources with equal records do not take turns.
bool MergePaper(const v1::Paper& record, int precedence, StoredPaper* stored,
                bool add_links = false);

// `stored` was found to be the same paper as `other`: takes from it what it
// lacks.
bool FillGaps(const StoredPaper& other, StoredPaper* stored);

// Marks the record as found to be `paper_id`; false: it is already.
bool MarkMerged(const std::string& paper_id, StoredPaper* stored);

// Makes a new paper of its first record: without derived fields, revision 1. A
// second time it changes nothing.
void MakeNew(v1::Paper* record);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_PAPER_MERGE_H_
