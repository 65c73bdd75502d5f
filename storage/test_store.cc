#include "storage/test_store.h"

#include <sodium.h>

#include <cmath>
#include <limits>
#include <utility>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "storage/migrator.h"
#include "storage/records.h"
#include "storage/statements.h"

namespace broadsheet::storage {
namespace {

absl::Time At(int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(2026, 11, 23, hour, minute),
                         absl::UTCTimeZone());
}

}  // namespace

TestStore::TestStore()
    : database_for_test(testing::TestDatabase::Contents::kTables),
      clock(At(12, 0)),
      log("storage_test", "error"),
      pool(Options(), &clock, &metrics),
      database(&pool, &metrics,
               [this](Commit commit) {
                 if (on_commit) on_commit(std::move(commit));
               }),
      feed_store(&database),
      tokens("secret"),
      repositories(&database, &tokens, &clock, absl::UTCTimeZone()),
      snapshots(&database, 2),
      snapshot_cache(&snapshots, &feed_store, &clock, log, &metrics,
                     {::testing::TempDir(), absl::Minutes(10), "test"}) {}

TestStore::TestStore(const testing::TestCluster& cluster)
    : database_for_test(cluster),
      clock(At(12, 0)),
      log("storage_test", "error"),
      pool(Options(), &clock, &metrics),
      database(&pool, &metrics,
               [this](Commit commit) {
                 if (on_commit) on_commit(std::move(commit));
               }),
      feed_store(&database),
      tokens("secret"),
      repositories(&database, &tokens, &clock, absl::UTCTimeZone()),
      snapshots(&database, 2),
      snapshot_cache(&snapshots, &feed_store, &clock, log, &metrics,
                     {::testing::TempDir(), absl::Minutes(10), "test"}) {}

PoolOptions TestStore::Options() const {
  const std::string& conninfo = database_for_test.conninfo();
  absl::Status migrated = Migrate(conninfo, EmbeddedMigrations());
  EXPECT_TRUE(migrated.ok()) << migrated;
  PoolOptions options;
  options.conninfo = conninfo;
  options.statements = AllStatements();
  options.size = 32;
  return options;
}

std::unique_ptr<ChangeFeed> TestStore::StartFeed(size_t ring_bytes) {
  ChangeFeed::Options options;
  options.busy = options.idle = absl::Milliseconds(5);
  options.ring_bytes = ring_bytes;
  auto feed =
      std::make_unique<ChangeFeed>(&feed_store, &clock, log, &metrics, options);
  absl::Status started = feed->Start();
  EXPECT_TRUE(started.ok()) << started;
  return feed;
}

std::vector<internal::v1::Change> TestStore::Changes() {
  std::vector<internal::v1::Change> changes;
  // Not below the horizon: other tests of the cluster hold it back, and nobody
  // else writes to this database.
  const uint64_t everything = std::numeric_limits<int64_t>::max();
  const auto page = feed_store.ReadPage(TestCall(), {}, everything, 100000);
  EXPECT_TRUE(page.ok()) << page.status();
  for (const auto& entry : page->entries) {
    changes.emplace_back();
    EXPECT_TRUE(changes.back().ParseFromString(entry->payload));
  }
  return changes;
}

void TestStore::AddPapers(const std::vector<std::string>& ids) {
  internal::v1::UpsertPapersRequest request;
  for (const std::string& id : ids) *request.add_papers() = MakePaper(id);
  const auto response = repositories.papers.Upsert(TestCall(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  for (const auto& result : response->results()) {
    EXPECT_NE(result.outcome(), v1::PaperResult::OUTCOME_REFUSED)
        << result.rule();
  }
}

void TestStore::PutVectors(
    const std::vector<internal::v1::PaperVector>& vectors) {
  internal::v1::PutPaperVectorsRequest request;
  for (const auto& vector : vectors) *request.add_vectors() = vector;
  const auto response = repositories.vectors.Put(TestCall(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->unknown_paper_ids_size(), 0);
}

v1::Paper TestStore::GetPaper(const std::string& id) {
  const auto paper = database.Read(
      TestCall(), [&](Transaction& tx) -> absl::StatusOr<v1::Paper> {
        return ReadPapers(tx, {id})[id];
      });
  EXPECT_TRUE(paper.ok()) << paper.status();
  return paper.ok() ? *paper : v1::Paper();
}

CallContext TestCall() { return CallContext(absl::Now() + absl::Seconds(10)); }

v1::Paper MakePaper(const std::string& id) {
  v1::Paper paper;
  paper.set_id(id);
  paper.set_title("Title of " + id);
  paper.set_abstract("It says \"{a,\\b}\" and\nmore: ünïcödé.");
  paper.add_authors("Ada \"A\" Lovelace");
  paper.add_authors("Møller, {Jens}");
  paper.add_categories("cs.CL");
  paper.set_published("2026-11-19");
  paper.set_announced("2026-11-20");
  paper.set_source("test");
  return paper;
}

internal::v1::PaperVector MakeVector(const std::string& paper,
                                     const std::string& encoder, int seed,
                                     int dimension) {
  internal::v1::PaperVector vector;
  vector.set_paper_id(paper);
  vector.set_encoder(encoder);
  vector.set_text_hash(~static_cast<uint64_t>(seed));
  vector.set_scale(1 / std::sqrt(static_cast<float>(dimension)));
  for (int i = 0; i < dimension; ++i) {
    const bool negative = (seed >> (i % 16) & 1) != 0;
    vector.mutable_values()->push_back(negative ? -1 : 1);
  }
  return vector;
}

v1::Event MakeEvent(const std::string& reader, const std::string& id,
                    v1::EventKind kind, const std::string& paper, int minute) {
  v1::Event event;
  event.set_reader_id(reader);
  event.set_event_id(id);
  event.set_kind(kind);
  event.set_paper_id(paper);
  *event.mutable_at() = TimestampOf(At(10, 0) + absl::Minutes(minute));
  return event;
}

std::string Sha256(const std::string& bytes) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

}  // namespace broadsheet::storage
