#include "tests/support/test_database.h"

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <random>

#include "absl/strings/str_cat.h"

namespace broadsheet::testing {
namespace {

// Tests of several processes share the cluster.
std::string NewName() {
  std::random_device random;
  const uint64_t high = random();
  return absl::StrCat("test_", absl::Hex(high << 32 | random()));
}

}  // namespace

TestDatabase::TestDatabase() {
  const char* shared = std::getenv("BROADSHEET_TEST_POSTGRES");
  if (shared != nullptr && *shared != '\0') {
    directory_ = shared;
  } else {
    own_cluster_ = std::make_unique<TestCluster>();
    directory_ = own_cluster_->directory();
  }
  Create();
}

TestDatabase::TestDatabase(const TestCluster& cluster)
    : directory_(cluster.directory()) {
  Create();
}

void TestDatabase::Create() {
  name_ = NewName();
  RunSql(Conninfo(directory_, "postgres"),
         absl::StrCat("CREATE DATABASE ", name_));
  conninfo_ = Conninfo(directory_, name_);
}

TestDatabase::~TestDatabase() {
  if (own_cluster_ != nullptr) return;
  try {
    RunSql(Conninfo(directory_, "postgres"),
           absl::StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)"));
  } catch (const std::exception&) {
    // The cluster may be down on purpose; it is deleted with all in it.
  }
}

}  // namespace broadsheet::testing
