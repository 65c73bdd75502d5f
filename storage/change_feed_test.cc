#include "storage/change_feed.h"

#include <atomic>
#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/change_log.h"
#include "storage/feed_follower.h"
#include "storage/migrated_template.h"
#include "storage/test_store.h"
#include "tests/support/test_cluster.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Change;
using internal::v1::Cursor;
using internal::v1::GetSnapshotResponse;

constexpr absl::Duration kLimit = absl::Seconds(60);

// The horizon is one per cluster: other tests' transactions would hold it back.
class ChangeFeedTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = new testing::TestCluster;
    MakeMigratedTemplate(*cluster_);
  }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }

  ChangeFeedTest() : store_(*cluster_) {}

  // The cursor of a row snapshot, whose parts go to `part`.
  Cursor Snapshot(const std::function<void(const GetSnapshotResponse&)>& part =
                      [](const GetSnapshotResponse&) {}) {
    Cursor cursor;
    absl::Status read =
        store_.snapshots.Read(TestCall(), /*include_events=*/true,
                              [&](const GetSnapshotResponse& response) {
                                part(response);
                                if (response.has_trailer())
                                  cursor = response.trailer().cursor();
                                return true;
                              });
    EXPECT_TRUE(read.ok()) << read;
    return cursor;
  }

  FeedFollower Follow(ChangeFeed* feed, const Cursor& cursor) {
    auto follower =
        FeedFollower::Open(feed, &store_.feed_store, &store_.clock, cursor);
    EXPECT_TRUE(follower.ok()) << follower.status();
    return *std::move(follower);
  }

  // Gives `apply` all changes until the horizon has passed `commit`.
  template <class Apply>
  void ReadPast(FeedFollower* follower, uint64_t commit, Apply apply) {
    const absl::Time until = absl::Now() + kLimit;
    while (absl::Now() < until) {
      const auto response = follower->Next(TestCall());
      ASSERT_TRUE(response.ok()) << response.status();
      for (const Change& change : response->changes()) apply(change);
      if (response->horizon().commit() > commit) return;
    }
    FAIL() << "the horizon did not pass " << commit;
  }

  uint64_t NewestTransaction() {
    return std::stoull(store_.Run("select pg_current_xact_id()"));
  }

  static testing::TestCluster* cluster_;
  TestStore store_;
};

testing::TestCluster* ChangeFeedTest::cluster_ = nullptr;

// Writes one change whose paper id is `name`, and commits after `delay`.
// `positioned`: it asks for its number.
void WriteLate(Database* database, const std::string& name,
               absl::Duration delay, bool positioned = true) {
  const absl::Status written =
      database->RunWrite(TestCall(), [&](Transaction& tx) {
        ChangeLog log;
        v1::Submission submission;
        submission.set_paper_id(name);
        log.Add(submission);
        log.Append(tx);
        tx.sql.exec("select pg_sleep(" +
                    std::to_string(absl::ToDoubleSeconds(delay)) + ")");
        if (positioned) WritePosition(tx, /*saw_others=*/false);
        return absl::OkStatus();
      });
  EXPECT_TRUE(written.ok()) << written;
}

TEST_F(ChangeFeedTest, OrdersTransactionsByNumberAndNotByText) {
  for (const char* xid : {"8", "9", "10", "11", "99", "100"}) {
    store_.Run(absl::StrCat("insert into changes values ('", xid, "', 0, '')"));
  }
  std::vector<uint64_t> places;
  FeedPlace place;
  while (places.size() < 6) {
    const auto page = store_.feed_store.ReadPage(TestCall(), place, 101, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_FALSE(page->entries.empty());
    for (const auto& entry : page->entries) places.push_back(entry->place.xid);
    place = page->entries.back()->place;
  }
  EXPECT_EQ(places, (std::vector<uint64_t>{8, 9, 10, 11, 99, 100}));
}

TEST_F(ChangeFeedTest, DeliversLateCommitsExactlyOnce) {
  constexpr int kWriters = 16;
  constexpr int kWrites = 40;
  const Cursor start = Snapshot();
  // Small enough that followers also read the table.
  auto feed = store_.StartFeed(/*ring_bytes=*/200);
  // It gets some from here, and reads the others.
  store_.on_commit = [&feed](Commit commit) { feed->Offer(std::move(commit)); };
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer] {
      std::mt19937 random(writer);
      for (int i = 0; i < kWrites; ++i) {
        WriteLate(&store_.database,
                  std::to_string(writer) + "/" + std::to_string(i),
                  absl::Milliseconds(random() % 20),
                  /*positioned=*/random() % 2 == 0);
      }
    });
  }
  std::map<std::string, int> seen;
  FeedFollower follower = Follow(feed.get(), start);
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      const auto response = follower.Next(TestCall());
      ASSERT_TRUE(response.ok()) << response.status();
      for (const Change& change : response->changes()) {
        ++seen[change.submission().paper_id()];
      }
    }
  });
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
  ReadPast(&follower, NewestTransaction(), [&](const Change& change) {
    ++seen[change.submission().paper_id()];
  });
  EXPECT_EQ(seen.size(), static_cast<size_t>(kWriters * kWrites));
  for (const auto& [name, times] : seen) EXPECT_EQ(times, 1) << name;
}

TEST_F(ChangeFeedTest, NeedNotReadWhatThisProcessCommitted) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  store_.on_commit = [&feed](Commit commit) { feed->Offer(std::move(commit)); };
  // The tailer comes to them only when they are offered and gone.
  pqxx::connection other(store_.database_for_test.conninfo());
  auto open = std::make_unique<pqxx::work>(other);
  open->exec("select pg_current_xact_id()");
  WriteLate(&store_.database, "a:1", absl::ZeroDuration());
  WriteLate(&store_.database, "a:2", absl::ZeroDuration());
  store_.Run("delete from changes");
  open.reset();
  std::vector<std::string> papers;
  ReadPast(&follower, NewestTransaction(), [&](const Change& change) {
    papers.push_back(change.submission().paper_id());
  });
  EXPECT_EQ(papers, (std::vector<std::string>{"a:1", "a:2"}));
}

TEST_F(ChangeFeedTest, TakesNothingThatWasCommittedInAnotherHistory) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  v1::Submission submission;
  submission.set_paper_id("a:1");
  Change change;
  *change.mutable_submission() = submission;
  feed->Offer({NewestTransaction(), "another", {change.SerializeAsString()}});
  int changes = 0;
  ReadPast(&follower, NewestTransaction(), [&](const Change&) { ++changes; });
  EXPECT_EQ(changes, 0);
}

// Keeps what a read model keeps.
struct Replica {
  std::map<std::string, std::string> papers;
  std::multiset<std::string> events;

  void Apply(const v1::Paper& paper) {
    papers[paper.id()] = paper.SerializeAsString();
  }
  void Apply(const Change& change) {
    if (change.has_paper()) Apply(change.paper());
    if (change.has_event()) {
      events.insert(change.event().reader_id() + "/" +
                    change.event().event_id());
    }
  }
  void Apply(const GetSnapshotResponse& part) {
    for (const v1::Paper& paper : part.papers()) Apply(paper);
    for (const v1::Event& event : part.events()) {
      events.insert(event.reader_id() + "/" + event.event_id());
    }
  }
};

TEST_F(ChangeFeedTest, ContinuesARowSnapshotUnderConcurrentWriters) {
  constexpr int kWriters = 6;
  store_.AddPapers({"a:0", "a:1", "a:2"});
  auto feed = store_.StartFeed();
  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; !stop; ++i) {
        internal::v1::AppendEventsRequest request;
        *request.add_events() = MakeEvent(
            "r" + std::to_string(writer), std::to_string(i),
            i % 3 == 0 ? v1::EVENT_KIND_UNVOTE : v1::EVENT_KIND_UPVOTE,
            "a:" + std::to_string(i % 3), i % 100);
        const auto response =
            store_.repositories.events.Append(TestCall(), request);
        ASSERT_TRUE(response.ok()) << response.status();
      }
    });
  }
  for (int i = 0; i < 5; ++i) {
    Replica replica;
    const Cursor cursor =
        Snapshot([&](const GetSnapshotResponse& part) { replica.Apply(part); });
    FeedFollower follower = Follow(feed.get(), cursor);
    ReadPast(&follower, NewestTransaction(),
             [&](const Change& change) { replica.Apply(change); });
    if (i == 4) {
      stop = true;
      for (std::thread& writer : writers) writer.join();
      ReadPast(&follower, NewestTransaction(),
               [&](const Change& change) { replica.Apply(change); });
      Replica truth;
      Snapshot([&](const GetSnapshotResponse& part) { truth.Apply(part); });
      EXPECT_EQ(replica.papers, truth.papers);
      EXPECT_EQ(replica.events, truth.events);
    }
    // Each event once.
    EXPECT_EQ(
        replica.events.size(),
        std::set<std::string>(replica.events.begin(), replica.events.end())
            .size());
  }
}

TEST_F(ChangeFeedTest, GoesOnFromTheCursorOfAnotherStream) {
  auto feed = store_.StartFeed();
  const Cursor start = Snapshot();
  store_.AddPapers({"a:1"});
  FeedFollower first = Follow(feed.get(), start);
  Cursor cursor;
  const absl::Time until = absl::Now() + kLimit;
  for (int changes = 0; changes == 0 && absl::Now() < until;) {
    const auto response = first.Next(TestCall());
    ASSERT_TRUE(response.ok()) << response.status();
    changes = response->changes_size();
    cursor = response->cursor();
  }
  store_.AddPapers({"a:2"});
  FeedFollower second = Follow(feed.get(), cursor);
  std::vector<std::string> ids;
  ReadPast(&second, NewestTransaction(),
           [&](const Change& change) { ids.push_back(change.paper().id()); });
  EXPECT_EQ(ids, std::vector<std::string>{"a:2"});
}

TEST_F(ChangeFeedTest, MovesTheHorizonWithoutChanges) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  int changes = 0;
  ReadPast(&follower, NewestTransaction(), [&](const Change&) { ++changes; });
  EXPECT_EQ(changes, 0);
}

TEST_F(ChangeFeedTest, ReachesThePositionOfAReadWhileNothingIsWritten) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  v1::Position position;
  const absl::Status read =
      store_.database.RunRead(TestCall(), [&](Transaction& tx) {
        position = ReadPosition(tx);
        return absl::OkStatus();
      });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_GT(position.commit(), 0u);
  ReadPast(&follower, position.commit(), [](const Change&) {});
}

TEST_F(ChangeFeedTest, WaitsForAnOpenTransaction) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  pqxx::connection other(store_.database_for_test.conninfo());
  auto open = std::make_unique<pqxx::work>(other);
  const uint64_t held =
      std::stoull(open->exec("select pg_current_xact_id()")[0][0].c_str());
  store_.AddPapers({"a:1"});
  for (int i = 0; i < 3; ++i) {
    const auto response = follower.Next(TestCall());
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->changes_size(), 0);
    EXPECT_LE(response->horizon().commit(), held);
  }
  open.reset();
  int changes = 0;
  ReadPast(&follower, NewestTransaction(), [&](const Change&) { ++changes; });
  EXPECT_EQ(changes, 1);
}

TEST_F(ChangeFeedTest, RefusesATrimmedCursor) {
  const Cursor cursor = Snapshot();
  store_.AddPapers({"a:1"});
  store_.Run(
      "delete from changes;"
      "update feed_state set trimmed_below = pg_current_xact_id()");
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), cursor);
  EXPECT_EQ(ReasonOf(follower.Next(TestCall()).status()), "FEED_TRIMMED");
}

TEST_F(ChangeFeedTest, RefusesACursorOfAnotherHistory) {
  Cursor cursor = Snapshot();
  // As if the database had been restored from a dump of another cluster.
  store_.AddPapers({"a:1"});
  store_.Run("update feed_state set origin = 'elsewhere/1'");
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), cursor);
  EXPECT_EQ(ReasonOf(follower.Next(TestCall()).status()), "EPOCH_CHANGED");
  EXPECT_EQ(store_.Run("select count(*) from changes"), "0\n");
  EXPECT_NE(Snapshot().epoch(), cursor.epoch());
}

TEST_F(ChangeFeedTest, RefusesACursorFromATransactionYetToCome) {
  // As if the files of the cluster had been put back to an earlier state.
  Cursor cursor = Snapshot();
  cursor.set_xid(NewestTransaction() + 1000);
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), cursor);
  EXPECT_EQ(ReasonOf(follower.Next(TestCall()).status()), "EPOCH_CHANGED");
}

TEST_F(ChangeFeedTest, CutsPagesOfTheTableBySizeAndSaysWhenMoreFollows) {
  constexpr int kChanges = 5;
  const Cursor cursor = Snapshot();
  const absl::Status written =
      store_.database.RunWrite(TestCall(), [](Transaction& tx) {
        ChangeLog log;
        for (int i = 0; i < kChanges; ++i) {
          v1::Paper paper;
          paper.set_id(std::to_string(i));
          paper.set_abstract(std::string(400 << 10, 'x'));
          log.Add(paper);
        }
        log.Append(tx);
        return absl::OkStatus();
      });
  ASSERT_TRUE(written.ok()) << written;
  const uint64_t newest = NewestTransaction();
  auto feed = store_.StartFeed();  // Its ring begins after the changes.
  FeedFollower follower = Follow(feed.get(), cursor);
  std::vector<std::string> ids;
  const absl::Time until = absl::Now() + kLimit;
  bool caught_up = false;
  while (!caught_up && absl::Now() < until) {
    const auto response = follower.Next(TestCall());
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_LE(response->changes_size(), 2);
    for (const Change& change : response->changes()) {
      ids.push_back(change.paper().id());
    }
    caught_up = response->caught_up() && response->horizon().commit() > newest;
    EXPECT_EQ(response->caught_up(), ids.size() == kChanges);
  }
  EXPECT_TRUE(caught_up);
  EXPECT_EQ(ids, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
}

TEST_F(ChangeFeedTest, KeepsItsHistoryOverARestart) {
  auto before = store_.StartFeed();
  const std::string epoch = Snapshot().epoch();
  before.reset();
  auto after = store_.StartFeed();
  EXPECT_EQ(Snapshot().epoch(), epoch);
}

TEST_F(ChangeFeedTest, RefusesWhatIsNoCursor) {
  auto feed = store_.StartFeed();
  Cursor cursor;
  EXPECT_EQ(ReasonOf(FeedFollower::Open(feed.get(), &store_.feed_store,
                                        &store_.clock, cursor)
                         .status()),
            "INVALID_FIELD");
  cursor = Snapshot();
  cursor.set_snapshot("nonsense");
  EXPECT_EQ(ReasonOf(FeedFollower::Open(feed.get(), &store_.feed_store,
                                        &store_.clock, cursor)
                         .status()),
            "INVALID_FIELD");
}

TEST_F(ChangeFeedTest, EndsItsFollowersWhenItStops) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  feed->Stop();
  EXPECT_EQ(ReasonOf(follower.Next(TestCall()).status()), "STOPPING");
}

TEST_F(ChangeFeedTest, SendsAsManyRowsAsTheTrailerSays) {
  store_.AddPapers({"a:1", "a:2", "a:3"});
  store_.PutVectors({MakeVector("a:3", "e", 1), MakeVector("a:1", "e", 2)});
  store_.PutVectors({MakeVector("a:1", "d", 3)});
  internal::v1::AppendEventsRequest request;
  *request.add_events() =
      MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:1", 0);
  ASSERT_TRUE(store_.repositories.events.Append(TestCall(), request).ok());
  GetSnapshotResponse all;
  Snapshot([&](const GetSnapshotResponse& part) { all.MergeFrom(part); });
  EXPECT_EQ(all.header().papers(), 3);
  EXPECT_EQ(all.trailer().papers(), 3);
  EXPECT_EQ(all.trailer().events(), 1);
  EXPECT_EQ(all.trailer().vectors(), 3);
  ASSERT_EQ(all.vectors_size(), 3);
  EXPECT_EQ(all.vectors(0).encoder(), "d");
  EXPECT_EQ(all.vectors(1).DebugString(),
            MakeVector("a:1", "e", 2).DebugString());
  EXPECT_EQ(all.vectors(2).paper_id(), "a:3");
  ASSERT_EQ(all.papers_size(), 3);
  EXPECT_EQ(all.papers(0).upvotes(), 1);
  ASSERT_EQ(all.events_size(), 1);
  EXPECT_EQ(all.events(0).DebugString(), request.events(0).DebugString());
}

TEST_F(ChangeFeedTest, TellsOfVectorsAfterTheirPapers) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  store_.AddPapers({"a:1", "a:2"});
  store_.PutVectors({MakeVector("a:2", "e", 1), MakeVector("a:1", "e", 2)});
  internal::v1::DeleteEncoderRequest request;
  request.set_encoder("e");
  ASSERT_TRUE(store_.repositories.vectors.Delete(TestCall(), request).ok());
  std::vector<std::string> told;
  ReadPast(&follower, NewestTransaction(), [&](const Change& change) {
    if (change.has_paper()) told.push_back(change.paper().id());
    if (change.has_vector()) told.push_back("e " + change.vector().paper_id());
    if (change.what_case() == Change::kDeletedEncoder) {
      told.push_back("no " + change.deleted_encoder());
    }
  });
  EXPECT_EQ(told,
            (std::vector<std::string>{"a:1", "a:2", "e a:2", "e a:1", "no e"}));
}

// A part ends after some 900 KB.
TEST_F(ChangeFeedTest, SendsVectorsInPartsBehindThePapers) {
  std::vector<std::string> ids;
  std::vector<internal::v1::PaperVector> vectors;
  for (int i = 100; i < 400; ++i) {
    ids.push_back("a:" + std::to_string(i));
    vectors.push_back(MakeVector(ids.back(), "e", i, /*dimension=*/4096));
  }
  store_.AddPapers(ids);
  store_.PutVectors(vectors);
  int parts = 0;
  std::vector<std::string> sent;
  Snapshot([&](const GetSnapshotResponse& part) {
    EXPECT_TRUE(part.papers_size() == 0 || sent.empty());
    parts += part.vectors_size() > 0 ? 1 : 0;
    for (const auto& vector : part.vectors()) sent.push_back(vector.paper_id());
  });
  EXPECT_EQ(parts, 2);
  EXPECT_EQ(sent, ids);
}

TEST_F(ChangeFeedTest, FindsItsWayBackAfterACrashOfTheServer) {
  auto feed = store_.StartFeed();
  FeedFollower follower = Follow(feed.get(), Snapshot());
  store_.AddPapers({"a:1"});
  cluster_->Crash();
  cluster_->Start();
  store_.AddPapers({"a:2"});
  std::vector<std::string> ids;
  ReadPast(&follower, NewestTransaction(),
           [&](const Change& change) { ids.push_back(change.paper().id()); });
  EXPECT_EQ(ids, (std::vector<std::string>{"a:1", "a:2"}));
}

}  // namespace
}  // namespace broadsheet::storage
