#ifndef BROADSHEET_TESTS_FAULTS_FLEET_H_
#define BROADSHEET_TESTS_FAULTS_FLEET_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/faults/link.h"
#include "tests/support/arxiv_api.h"
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "tests/support/test_cluster.h"
#include "tests/support/test_database.h"

namespace broadsheet::faults {

struct FleetSize {
  int storages = 1;
  int recommenders = 3;
};

struct FleetOptions {
  FleetSize size;
  // Logs and secrets; must exist.
  std::string folder;
};

// The whole system with real processes on fixed ports, a PostgreSQL cluster of
// its own, and a link between any two that talk, named "gateway>storage-1".
// The links stay where they are; so do the processes when they start again.
// Not thread-safe, but for the addresses. Processes are killed with the thread
// that started them.
class Fleet {
 public:
  explicit Fleet(const FleetOptions& options);

  // "storage-1", "ingest", "recommend-2", "gateway". Without PostgreSQL.
  static std::vector<std::string> Names(const FleetSize& size);
  static std::vector<std::string> LinkNames(const FleetSize& size);

  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::string>& storages() const { return storages_; }
  const std::vector<std::string>& recommenders() const { return recommenders_; }

  testing::Process& process(const std::string& name) {
    return *processes_.at(name);
  }
  // Starts one that has ended or was never started; does not wait.
  void Start(const std::string& name);
  // A further recommender, which no gateway knows, straight on storage.
  std::string StartFresh();
  Link& link(const std::string& name) { return *links_.at(name); }
  // All pass again.
  void MendLinks();
  testing::TestCluster& cluster() { return cluster_; }
  // Straight to the database, for checks.
  const std::string& conninfo() const { return database_.conninfo(); }

  // Of a process itself, and of a link of the harness to it
  // ("harness>gateway"), by which its clients come.
  std::string Address(const std::string& name) const;
  std::string HarnessAddress(const std::string& name) const;
  std::string http_address() const;
  static const char* operator_token();

 private:
  std::unique_ptr<Link> MakeLink(const std::string& name);
  // Where `client` finds the servers, through its links, with commas between.
  std::string Targets(const std::string& client,
                      const std::vector<std::string>& servers) const;
  std::vector<std::string> Arguments(const std::string& name) const;

  const FleetOptions options_;
  // It has no paper: what is lost here is found nowhere.
  const testing::ArxivApi arxiv_{{}};
  std::vector<std::string> storages_;
  std::vector<std::string> recommenders_;
  std::vector<std::string> names_;
  testing::TestCluster cluster_;
  testing::TestDatabase database_;
  LinkHub hub_;
  std::map<std::string, int> ports_;
  std::map<std::string, std::unique_ptr<Link>> links_;
  std::map<std::string, std::unique_ptr<testing::Process>> processes_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_FLEET_H_
