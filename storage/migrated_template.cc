#include "storage/migrated_template.h"

#include "gtest/gtest.h"
#include "storage/migrator.h"

namespace broadsheet::storage {

void MakeMigratedTemplate(const testing::TestCluster& cluster) {
  // TestDatabase looks for this name.
  testing::RunSql(testing::Conninfo(cluster.directory(), "postgres"),
                  "create database broadsheet_migrated");
  const absl::Status migrated =
      Migrate(testing::Conninfo(cluster.directory(), "broadsheet_migrated"),
              EmbeddedMigrations());
  EXPECT_TRUE(migrated.ok()) << migrated;
}

}  // namespace broadsheet::storage
