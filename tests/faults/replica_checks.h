#ifndef BROADSHEET_TESTS_FAULTS_REPLICA_CHECKS_H_
#define BROADSHEET_TESTS_FAULTS_REPLICA_CHECKS_H_

#include <string>
#include <vector>

#include "tests/faults/clients.h"
#include "tests/faults/journal.h"
#include "tests/faults/tables.h"

namespace broadsheet::faults {

// Whether all replicas are ready and hold all papers and events of the tables.
bool HaveCaughtUp(const Clients& clients, const Tables& tables);

// Asks every replica for the same lists and notes where they differ: searches,
// similar papers, trending ones and the feeds of all readers, whole and with
// scores, reasons and explanations. Answers how many lists were compared.
int CompareReplicas(const Clients& clients, const Tables& tables,
                    Journal* journal);

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_REPLICA_CHECKS_H_
