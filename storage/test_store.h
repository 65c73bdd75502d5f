#ifndef BROADSHEET_STORAGE_TEST_STORE_H_
#define BROADSHEET_STORAGE_TEST_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "common/page_token.h"
#include "storage/change_feed.h"
#include "storage/feed_store.h"
#include "storage/pool.h"
#include "storage/repositories.h"
#include "storage/snapshot_cache.h"
#include "storage/snapshot_reader.h"
#include "tests/support/test_database.h"

namespace broadsheet::storage {

// Everything between the services and a real database of its own, migrated. The
// time is Monday 2026-11-23, 12:00 UTC.
class TestStore {
 public:
  TestStore();
  // In that cluster.
  explicit TestStore(const testing::TestCluster& cluster);

  testing::TestDatabase database_for_test;
  FakeClock clock;
  Metrics metrics;
  Logger log;
  Pool pool;
  // Hears of the database's commits.
  std::function<void(Commit)> on_commit;
  Database database;
  FeedStore feed_store;
  PageTokenCodec tokens;
  Repositories repositories;
  SnapshotReader snapshots;
  SnapshotCache snapshot_cache;

  // A feed that polls often.
  std::unique_ptr<ChangeFeed> StartFeed(size_t ring_bytes = 32 << 20);
  // All changes in the table, by the order of the feed.
  std::vector<internal::v1::Change> Changes();
  std::string Run(const std::string& sql) const {
    return database_for_test.Run(sql);
  }
  // Stores papers with these ids; fails the test when they are refused.
  void AddPapers(const std::vector<std::string>& ids);
  // Fails the test when they are refused or of unknown papers.
  void PutVectors(const std::vector<internal::v1::PaperVector>& vectors);
  // The record of that very id, also when it was merged into another.
  v1::Paper GetPaper(const std::string& id);

 private:
  PoolOptions Options() const;
};

// A call with ten seconds to go.
CallContext TestCall();

v1::Paper MakePaper(const std::string& id);
// Of length 1; another one for each seed.
internal::v1::PaperVector MakeVector(const std::string& paper,
                                     const std::string& encoder, int seed,
                                     int dimension = 32);
// `minute` counts from 2026-11-23 10:00 UTC.
v1::Event MakeEvent(const std::string& reader, const std::string& id,
                    v1::EventKind kind, const std::string& paper, int minute);

std::string Sha256(const std::string& bytes);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_TEST_STORE_H_
