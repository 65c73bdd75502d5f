#include "tests/support/test_database.h"

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <random>

#include "absl/strings/str_cat.h"

namespace broadsheet::testing {
namespace {

// Made by postgres_fixture.sh.
constexpr char kMigrated[] = "broadsheet_migrated";

// Tests of several processes share the cluster.
std::string NewName() {
  std::random_device random;
  const uint64_t high = random();
  return absl::StrCat("test_", absl::Hex(high << 32 | random()));
}

}  // namespace

TestDatabase::TestDatabase(Contents contents) {
  const char* shared = std::getenv("BROADSHEET_TEST_POSTGRES");
  if (shared != nullptr && *shared != '\0') {
    server_ = Conninfo(shared, "postgres");
  } else {
    own_cluster_ = std::make_unique<TestCluster>();
    server_ = Conninfo(own_cluster_->directory(), "postgres");
  }
  Create(contents);
}

TestDatabase::TestDatabase(const TestCluster& cluster)
    : server_(Conninfo(cluster.directory(), "postgres")) {
  Create(Contents::kTables);
}

void TestDatabase::Create(Contents contents) {
  name_ = NewName();
  // Of a key given twice, libpq takes the last.
  conninfo_ = absl::StrCat(server_, " dbname=", name_);
  const std::string create = absl::StrCat("CREATE DATABASE ", name_);
  if (contents == Contents::kTables) {
    try {
      RunSql(server_, absl::StrCat(create, " TEMPLATE ", kMigrated));
      return;
    } catch (const std::exception&) {
      // There is none in most clusters of a test's own.
    }
  }
  RunSql(server_, create);
}

TestDatabase::~TestDatabase() {
  if (own_cluster_ != nullptr) return;
  try {
    RunSql(server_,
           absl::StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)"));
  } catch (const std::exception&) {
    // The cluster may be down on purpose; it is deleted with all in it.
  }
}

}  // namespace broadsheet::testing
