#ifndef BROADSHEET_STORAGE_MIGRATED_TEMPLATE_H_
#define BROADSHEET_STORAGE_MIGRATED_TEMPLATE_H_

#include "tests/support/test_cluster.h"

namespace broadsheet::storage {

// Makes the database of which those of TestStore(cluster) are copies from then
// on, which saves the time of migrating each.
void MakeMigratedTemplate(const testing::TestCluster& cluster);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_MIGRATED_TEMPLATE_H_
