#ifndef BROADSHEET_INGEST_WITHDRAWAL_H_
#define BROADSHEET_INGEST_WITHDRAWAL_H_

#include <string_view>

namespace broadsheet::ingest {

// True when a comment begins with the words that a paper is withdrawn:
// "Withdrawn by the author", "This paper has been withdrawn due to ...". A
// comment that speaks of it later on, or of something else, does not count.
bool SaysWithdrawn(std::string_view comment);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_WITHDRAWAL_H_
