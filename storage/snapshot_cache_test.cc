#include "storage/snapshot_cache.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using internal::v1::GetSnapshotRequest;
using internal::v1::GetSnapshotResponse;

// A folder of its own for the files.
class SnapshotCacheTest : public ::testing::Test {
 protected:
  SnapshotCacheTest() {
    dir_ = ::testing::TempDir() + "snapshots-XXXXXX";
    EXPECT_NE(mkdtemp(dir_.data()), nullptr);
    cache_ = Make();
  }
  ~SnapshotCacheTest() override {
    cache_.reset();
    std::filesystem::remove_all(dir_);
  }

  std::unique_ptr<SnapshotCache> Make(const std::string& owner = "test") {
    return std::make_unique<SnapshotCache>(
        &store_.snapshots, &store_.feed_store, &store_.clock, store_.log,
        &store_.metrics,
        SnapshotCache::Options{dir_, absl::Minutes(10), owner});
  }

  double Builds() {
    return store_.metrics.MakeCounter("storage_snapshot_builds_total", "")
        .value();
  }

  absl::StatusOr<std::vector<GetSnapshotResponse>> Get(
      const GetSnapshotRequest& request = {}) {
    std::vector<GetSnapshotResponse> parts;
    absl::Status served =
        cache_->Serve(TestCall(), request, [&](const auto& part) {
          parts.push_back(part);
          return true;
        });
    if (!served.ok()) return served;
    return parts;
  }

  static GetSnapshotRequest From(const GetSnapshotResponse& header,
                                 int64_t chunk) {
    GetSnapshotRequest request;
    request.set_snapshot_id(header.header().snapshot_id());
    request.set_first_chunk(chunk);
    return request;
  }

  // Overwrites the last bytes of each open file of the folder.
  void Damage() {
    for (const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const auto target = std::filesystem::read_symlink(entry, gone).string();
      if (gone || !absl::StartsWith(target, dir_)) continue;
      const int file = std::stoi(entry.path().filename().string());
      const off_t end = lseek(file, 0, SEEK_END);
      ASSERT_EQ(pwrite(file, "damage", 6, end - 6), 6);
    }
  }

  TestStore store_;
  std::string dir_;
  std::unique_ptr<SnapshotCache> cache_;
};

TEST_F(SnapshotCacheTest, ReadsPostgresOnceForTenWhoComeTogether) {
  store_.AddPapers({"a:1", "a:2", "a:3"});
  std::vector<std::thread> callers;
  for (int i = 0; i < 10; ++i) {
    callers.emplace_back([this] {
      const auto parts = Get();
      ASSERT_TRUE(parts.ok()) << parts.status();
      EXPECT_EQ(parts->back().trailer().papers(), 3);
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Builds(), 1);
}

TEST_F(SnapshotCacheTest, NumbersChunksAndResumesFromAny) {
  store_.AddPapers({"a:1"});
  const auto all = Get();
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->size(), 3u);
  for (size_t i = 0; i < all->size(); ++i) {
    EXPECT_EQ((*all)[i].chunk(), static_cast<int64_t>(i));
    const auto rest = Get(From(all->front(), static_cast<int64_t>(i)));
    ASSERT_TRUE(rest.ok()) << rest.status();
    EXPECT_EQ(rest->front().SerializeAsString(), (*all)[i].SerializeAsString());
    EXPECT_TRUE(rest->back().has_trailer());
  }
  EXPECT_TRUE(absl::IsOutOfRange(Get(From(all->front(), 3)).status()));
  EXPECT_EQ(Builds(), 1);
}

TEST_F(SnapshotCacheTest, MakesANewOneWhenTheLastIsOld) {
  const auto first = Get();
  ASSERT_TRUE(first.ok());
  store_.AddPapers({"a:1"});
  store_.clock.Advance(absl::Minutes(9));
  EXPECT_EQ(Get()->back().trailer().papers(), 0);
  store_.clock.Advance(absl::Minutes(1));
  EXPECT_EQ(Get()->back().trailer().papers(), 1);
  EXPECT_EQ(Builds(), 2);
  // Who still reads the one before goes on; the one before that is gone.
  EXPECT_TRUE(Get(From(first->front(), 1)).ok());
  store_.clock.Advance(absl::Minutes(10));
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(ReasonOf(Get(From(first->front(), 1)).status()), "SNAPSHOT_GONE");
}

TEST_F(SnapshotCacheTest, MakesANewOneWhenTheFeedCannotGoOnFromTheLast) {
  ASSERT_TRUE(Get().ok());
  store_.Run("update feed_state set trimmed_below = pg_current_xact_id()");
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(Builds(), 2);
  store_.Run("update feed_state set epoch = 'another'");
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(Builds(), 3);
}

TEST_F(SnapshotCacheTest, HoldsThePositionThatIsAskedFor) {
  ASSERT_TRUE(Get().ok());
  internal::v1::UpsertPapersRequest papers;
  *papers.add_papers() = MakePaper("a:1");
  const auto stored = store_.repositories.papers.Upsert(TestCall(), papers);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(Get()->back().trailer().papers(), 0);
  GetSnapshotRequest request;
  *request.mutable_min_position() = stored->position();
  EXPECT_EQ(Get(request)->back().trailer().papers(), 1);
  EXPECT_EQ(Builds(), 2);
  // An older commit is in what is there.
  request.mutable_min_position()->set_commit(1);
  EXPECT_EQ(Get(request)->back().trailer().papers(), 1);
  EXPECT_EQ(Builds(), 2);
}

TEST_F(SnapshotCacheTest, HoldsEverythingUpToNowForAnEmptyPosition) {
  ASSERT_TRUE(Get().ok());
  store_.AddPapers({"a:1"});
  GetSnapshotRequest request;
  (void)request.mutable_min_position();
  EXPECT_EQ(Get(request)->back().trailer().papers(), 1);
  EXPECT_EQ(Builds(), 2);
}

TEST_F(SnapshotCacheTest, RefusesAPositionOfAnotherHistory) {
  const auto all = Get();
  ASSERT_TRUE(all.ok()) << all.status();
  GetSnapshotRequest request;
  request.mutable_min_position()->set_epoch("another");
  request.mutable_min_position()->set_commit(1);
  EXPECT_EQ(ReasonOf(Get(request).status()), "EPOCH_CHANGED");
  request.mutable_min_position()->set_epoch(
      all->back().trailer().horizon().epoch());
  request.mutable_min_position()->set_commit(uint64_t{1} << 60);
  EXPECT_EQ(ReasonOf(Get(request).status()), "EPOCH_CHANGED");
}

// As a follower meets it whose storage died: it asks without an id next.
TEST_F(SnapshotCacheTest, DoesNotKnowTheSnapshotOfAnotherProcess) {
  store_.AddPapers({"a:1"});
  const auto all = Get();
  ASSERT_TRUE(all.ok()) << all.status();
  cache_ = Make("other");
  EXPECT_EQ(ReasonOf(Get(From(all->front(), 1)).status()), "SNAPSHOT_GONE");
  EXPECT_EQ(Get()->back().trailer().papers(), 1);
  EXPECT_EQ(ReasonOf(Get(From(all->front(), 1)).status()), "SNAPSHOT_GONE");
}

TEST_F(SnapshotCacheTest, BuildsAtFullSpeedForASlowReceiver) {
  store_.AddPapers({"a:1"});
  absl::Status served =
      cache_->Serve(TestCall(), {}, [&](const GetSnapshotResponse& part) {
        if (!part.has_header()) return true;
        // It holds no transaction open while it takes its time.
        const absl::Time until = absl::Now() + absl::Seconds(10);
        const std::string open =
            "select count(*) from pg_stat_activity where datname = "
            "current_database() and pid <> pg_backend_pid() and "
            "xact_start is not null";
        while (std::stoi(store_.Run(open)) > 0 && absl::Now() < until) {
        }
        EXPECT_EQ(std::stoi(store_.Run(open)), 0);
        return true;
      });
  EXPECT_TRUE(served.ok()) << served;
}

TEST_F(SnapshotCacheTest, DropsADamagedFileAndStartsAnew) {
  store_.AddPapers({"a:1"});
  ASSERT_TRUE(Get().ok());
  Damage();
  EXPECT_EQ(ReasonOf(Get().status()), "SNAPSHOT_DAMAGED");
  const auto again = Get();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->back().trailer().papers(), 1);
}

// Those without events name who submitted a paper.
TEST_F(SnapshotCacheTest, ForgetsAllWhenAReaderMustGo) {
  GetSnapshotRequest with_events;
  with_events.set_include_events(true);
  ASSERT_TRUE(Get().ok());
  ASSERT_TRUE(Get(with_events).ok());
  ASSERT_EQ(Builds(), 2);
  cache_->ForgetAll();
  ASSERT_TRUE(Get().ok());
  ASSERT_TRUE(Get(with_events).ok());
  EXPECT_EQ(Builds(), 4);
}

TEST_F(SnapshotCacheTest, LeavesNoFileBehind) {
  ASSERT_TRUE(Get().ok());
  EXPECT_TRUE(std::filesystem::is_empty(dir_));
}

TEST_F(SnapshotCacheTest, SaysWhenTheFolderCannotBeUsed) {
  std::filesystem::remove_all(dir_);
  EXPECT_EQ(ReasonOf(cache_->Check()), "SNAPSHOT_DISK");
  EXPECT_EQ(ReasonOf(Get().status()), "SNAPSHOT_DISK");
}

TEST_F(SnapshotCacheTest, RefusesAChunkOfNoSnapshot) {
  GetSnapshotRequest request;
  request.set_first_chunk(1);
  EXPECT_EQ(ReasonOf(Get(request).status()), "INVALID_FIELD");
  request.set_snapshot_id("unknown");
  EXPECT_EQ(ReasonOf(Get(request).status()), "SNAPSHOT_GONE");
}

}  // namespace
}  // namespace broadsheet::storage
