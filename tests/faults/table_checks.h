#ifndef BROADSHEET_TESTS_FAULTS_TABLE_CHECKS_H_
#define BROADSHEET_TESTS_FAULTS_TABLE_CHECKS_H_

#include <string>
#include <vector>

#include "tests/faults/journal.h"
#include "tests/faults/tables.h"

namespace broadsheet::faults {

// Notes in the journal, when everything is quiet and nothing is in doubt:

// What was acknowledged and is not there, or is there otherwise, or is there
// although nobody wrote it.
void CheckAcknowledged(const Told& told, const Tables& tables,
                       Journal* journal);
// Standings, votes and submissions that do not follow from the events.
void CheckDerived(const Tables& tables, Journal* journal);
// A delivery of the feed that is not the table of changes, change by change.
void CheckDelivered(const std::vector<std::string>& delivered,
                    const Tables& tables, Journal* journal);
// Changes that do not lead to the rows: one for each event, one for each
// submission and each time that it was taken back, in turn, and one for each
// revision of a paper up to the one stored.
void CheckChanges(const Tables& tables, Journal* journal);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_TABLE_CHECKS_H_
