// PostgreSQL that dies while storage writes. Each test has a cluster of its
// own.

#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/change_feed.h"
#include "storage/change_log.h"
#include "storage/feed_follower.h"
#include "storage/test_store.h"
#include "tests/support/test_cluster.h"
#include "tests/support/wait.h"

namespace broadsheet::storage {
namespace {

constexpr absl::Duration kLimit = absl::Seconds(30);

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : store_(cluster_) {}

  void KillAndStart() {
    cluster_.Kill();
    cluster_.Start();
  }

  // Begun and ended, of no trace but its number.
  uint64_t TakeNumber() {
    uint64_t number = 0;
    EXPECT_TRUE(
        absl::SimpleAtoi(store_.Run("select pg_current_xact_id()"), &number));
    return number;
  }

  // Crashes and starts take their time.
  static CallContext LongCall() { return CallContext(absl::Now() + kLimit); }

  static void AppendChange(Transaction& tx, const std::string& paper) {
    ChangeLog log;
    v1::Submission submission;
    submission.set_paper_id(paper);
    log.Add(submission);
    log.Append(tx);
    WritePosition(tx, /*saw_others=*/false);
  }

  // Only commits take the log to the disk from now on.
  void StopLogWriter() {
    pid_t pid = 0;
    ASSERT_TRUE(absl::SimpleAtoi(store_.Run("select pid from pg_stat_activity "
                                            "where backend_type = 'walwriter'"),
                                 &pid));
    kill(pid, SIGSTOP);
  }

  uint64_t RollBackNumber() {
    uint64_t number = 0;
    const std::string answer =
        store_.Run("begin; select pg_current_xact_id(); rollback");
    EXPECT_TRUE(absl::SimpleAtoi(answer, &number));
    return number;
  }

  internal::v1::Cursor SnapshotCursor() {
    internal::v1::Cursor cursor;
    const absl::Status read = store_.snapshots.Read(
        TestCall(), /*include_events=*/true, [&](const auto& part) {
          if (part.has_trailer()) cursor = part.trailer().cursor();
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    return cursor;
  }

  // Reads on from the cursor, through failures, until `found` an answer.
  template <class Found>
  bool Follow(ChangeFeed* feed, internal::v1::Cursor* cursor, Found found) {
    const absl::Time until = absl::Now() + absl::Seconds(5);
    while (absl::Now() < until) {
      auto follower =
          FeedFollower::Open(feed, &store_.feed_store, &store_.clock, *cursor);
      if (!follower.ok()) return false;
      for (auto answer = follower->Next(TestCall());
           answer.ok() && absl::Now() < until;
           answer = follower->Next(TestCall())) {
        *cursor = answer->cursor();
        if (found(*answer)) return true;
      }
    }
    return false;
  }

  // From now on no COMMIT returns.
  void AwaitStandby() {
    store_.Run("alter system set synchronous_standby_names = 'nobody'");
    store_.Run("select pg_reload_conf()");
    EXPECT_TRUE(testing::WaitUntil(kLimit, [this] {
      return store_.Run("show synchronous_standby_names") == "nobody\n";
    }));
    // Done by the process that spreads the setting, after it has read it.
    store_.Run("checkpoint");
  }

  // Ends the backend whose COMMIT waits for a standby that there is not: its
  // client is not told what became of it.
  void EndWaitingCommit() {
    EXPECT_TRUE(testing::WaitUntil(kLimit, [this] {
      return store_.Run(
                 "select pg_terminate_backend(pid) from pg_stat_activity "
                 "where wait_event = 'SyncRep'") == "t\n";
    }));
    store_.Run("alter system reset synchronous_standby_names");
    store_.Run("select pg_reload_conf()");
  }

  testing::TestCluster cluster_;
  TestStore store_;
};

// What was not on disk is gone with its transaction number, which then is
// another one's, and that one commits.
TEST_F(CrashTest, ACommitInDoubtIsNotMistakenForAnotherOfTheSameNumber) {
  // It would keep the number: every 15 s the running ones are noted in the log.
  StopLogWriter();
  int runs = 0;
  uint64_t lost = 0;
  uint64_t others = 0;
  const absl::Status written =
      store_.database.RunWrite(LongCall(), [&](Transaction& tx) {
        AppendChange(tx, "2611.00001");
        if (++runs > 1) return absl::OkStatus();
        lost = tx.xid;
        KillAndStart();
        while (others < lost) others = TakeNumber();
        return absl::OkStatus();
      });
  EXPECT_TRUE(written.ok()) << written;
  EXPECT_EQ(others, lost) << "its number was not given out again";
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(store_.Changes().size(), 1u);
}

TEST_F(CrashTest, ACommitInDoubtThatHappenedIsNotRepeated) {
  AwaitStandby();
  std::thread killer([this] { EndWaitingCommit(); });
  int runs = 0;
  const absl::Status written =
      store_.database.RunWrite(LongCall(), [&](Transaction& tx) {
        ++runs;
        AppendChange(tx, "2611.00001");
        return absl::OkStatus();
      });
  killer.join();
  EXPECT_TRUE(written.ok()) << written;
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(store_.Changes().size(), 1u);
}

TEST_F(CrashTest, VectorsWhoseCommitIsInDoubtAreThereOnce) {
  store_.AddPapers({"2611.00001", "2611.00002"});
  AwaitStandby();
  std::thread killer([this] { EndWaitingCommit(); });
  const std::vector<internal::v1::PaperVector> vectors = {
      MakeVector("2611.00001", "e", 1), MakeVector("2611.00002", "e", 2)};
  store_.PutVectors(vectors);
  killer.join();
  EXPECT_EQ(store_.Changes().size(), 4u);
  // The caller, who may have died before the answer came, tries again.
  store_.PutVectors(vectors);
  EXPECT_EQ(store_.Changes().size(), 4u);
  EXPECT_EQ(store_.Run("select vectors from encoders"), "2\n");
}

TEST_F(CrashTest, VectorsThatWereLostWithACrashArePutAgain) {
  store_.AddPapers({"2611.00001"});
  internal::v1::PutPaperVectorsRequest request;
  *request.add_vectors() = MakeVector("2611.00001", "e", 1);
  cluster_.Kill();
  std::thread starter([this] { cluster_.Start(); });
  // The connections broke; the call goes on, or its caller tries again.
  EXPECT_TRUE(testing::WaitUntil(kLimit, [&] {
    return store_.repositories.vectors.Put(LongCall(), request).ok();
  }));
  starter.join();
  EXPECT_EQ(store_.Changes().size(), 2u);
  EXPECT_EQ(store_.Run("select vectors from encoders"), "1\n");
}

// Transactions that are rolled back leave the disk alone: their numbers are
// given out again after a crash, unless the horizon that passed them waited.
TEST_F(CrashTest, AFollowerMissesNothingOfNumbersThatAreGivenOutAgain) {
  StopLogWriter();
  auto feed = store_.StartFeed();
  internal::v1::Cursor cursor = SnapshotCursor();
  uint64_t number = 0;
  for (int i = 0; i < 10; ++i) number = RollBackNumber();
  EXPECT_TRUE(Follow(feed.get(), &cursor, [number](const auto& answer) {
    return answer.horizon().commit() > number;
  }));
  KillAndStart();
  store_.AddPapers({"2611.00001"});
  EXPECT_TRUE(
      Follow(feed.get(), &cursor,
             [](const auto& answer) { return answer.changes_size() > 0; }))
      << "the paper has number " << store_.Run("select xid from changes")
      << "; passed was " << number;
}

}  // namespace
}  // namespace broadsheet::storage
