#include "recommend/follower.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using internal::v1::Cursor;
using internal::v1::GetSnapshotResponse;
using internal::v1::WatchChangesResponse;

// Plays scripted streams; when the script is out, waits for Cancel.
class ScriptedSource final : public ChangeSource {
 public:
  struct Stream {
    std::vector<GetSnapshotResponse> snapshot;
    std::vector<WatchChangesResponse> changes;
    absl::Status end;
  };

  explicit ScriptedSource(std::vector<Stream> streams)
      : streams_(std::move(streams)) {}

  absl::Status GetSnapshot(const OnSnapshot& on_message) override {
    Stream stream;
    if (!Next("snapshot", &stream)) return absl::CancelledError();
    for (const auto& message : stream.snapshot) {
      if (auto s = on_message(message); !s.ok()) return s;
    }
    return stream.end;
  }

  absl::Status WatchChanges(const Cursor& cursor,
                            const OnChanges& on_message) override {
    Stream stream;
    if (!Next(absl::StrCat("watch ", cursor.xid()), &stream)) {
      return absl::CancelledError();
    }
    for (const auto& message : stream.changes) {
      if (auto s = on_message(message); !s.ok()) return s;
    }
    return stream.end;
  }

  void Cancel() override {
    std::lock_guard lock(mu_);
    cancelled_ = true;
    changed_.notify_all();
  }

  // Waits until the script is out; answers the calls that were made.
  std::vector<std::string> Finish() {
    std::unique_lock lock(mu_);
    const bool done = changed_.wait_for(lock, std::chrono::seconds(10), [this] {
      return calls_.size() > streams_.size();
    });
    EXPECT_TRUE(done) << "the follower asks for no more";
    return calls_;
  }

 private:
  bool Next(std::string call, Stream* stream) {
    std::unique_lock lock(mu_);
    const size_t index = calls_.size();
    calls_.push_back(std::move(call));
    changed_.notify_all();
    if (index < streams_.size()) {
      *stream = streams_[index];
      return true;
    }
    changed_.wait(lock, [this] { return cancelled_; });
    return false;
  }

  std::vector<Stream> streams_;
  std::mutex mu_;
  std::condition_variable changed_;
  std::vector<std::string> calls_;  // GUARDED_BY(mu_)
  bool cancelled_ = false;          // GUARDED_BY(mu_)
};

GetSnapshotResponse Chunk(const std::vector<v1::Paper>& papers) {
  GetSnapshotResponse chunk;
  for (const auto& paper : papers) *chunk.add_papers() = paper;
  return chunk;
}

GetSnapshotResponse Trailer(int64_t papers, uint64_t xid) {
  GetSnapshotResponse chunk;
  chunk.mutable_trailer()->set_papers(papers);
  chunk.mutable_trailer()->mutable_cursor()->set_xid(xid);
  *chunk.mutable_trailer()->mutable_horizon() = MakePosition(xid);
  return chunk;
}

WatchChangesResponse Changes(const std::vector<v1::Paper>& papers,
                             uint64_t xid) {
  WatchChangesResponse message;
  for (const auto& paper : papers) {
    *message.add_changes()->mutable_paper() = paper;
  }
  message.mutable_cursor()->set_xid(xid);
  *message.mutable_horizon() = MakePosition(xid);
  message.set_caught_up(true);
  return message;
}

// Runs a follower through a script, and answers the calls that it made.
std::vector<std::string> Play(std::vector<ScriptedSource::Stream> script,
                              Engine* engine) {
  ScriptedSource source(std::move(script));
  Follower follower(&source, engine, Logger("test", "error"),
                    {.first_backoff = absl::Milliseconds(1)}, nullptr);
  follower.Start();
  auto calls = source.Finish();
  follower.Stop();
  return calls;
}

using Calls = std::vector<std::string>;

TEST(Follower, LoadsASnapshotThenTailsFromItsCursor) {
  Engine engine{ReadModelOptions()};
  const auto calls =
      Play({{.snapshot = {Chunk({MakePaper("a", "A")}), Trailer(1, 7)}},
            {.changes = {Changes({MakePaper("b", "B")}, 9)}}},
           &engine);
  EXPECT_EQ(calls, (Calls{"snapshot", "watch 7", "watch 9"}));
  EXPECT_TRUE(engine.ready());
  EXPECT_EQ(engine.Read()->catalogue().papers(), 2);
  EXPECT_EQ(engine.Read()->horizon().commit(), 9u);
}

TEST(Follower, GoesOnFromTheLastCursorAfterALostConnection) {
  Engine engine{ReadModelOptions()};
  const auto calls = Play({{.snapshot = {Trailer(0, 7)}},
                           {.changes = {Changes({MakePaper("a", "A")}, 8)},
                            .end = absl::UnavailableError("gone")},
                           {.end = absl::UnavailableError("still gone")},
                           {.changes = {Changes({MakePaper("b", "B")}, 9)}}},
                          &engine);
  EXPECT_EQ(calls,
            (Calls{"snapshot", "watch 7", "watch 8", "watch 8", "watch 9"}));
  EXPECT_EQ(engine.Read()->catalogue().papers(), 2);
}

TEST(Follower, LoadsANewSnapshotWhenItsCursorWasTrimmedOrTheEpochChanged) {
  for (const absl::Status& end :
       {absl::Status(absl::StatusCode::kOutOfRange, "trimmed"),
        MakeError(absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
                  "restored")}) {
    Engine engine{ReadModelOptions()};
    const auto calls =
        Play({{.snapshot = {Chunk({MakePaper("old", "Old")}), Trailer(1, 7)}},
              {.changes = {Changes({}, 7)}, .end = end},
              {.snapshot = {Chunk({MakePaper("new", "New")}), Trailer(1, 20)}}},
             &engine);
    EXPECT_EQ(calls, (Calls{"snapshot", "watch 7", "snapshot", "watch 20"}));
    EXPECT_FALSE(engine.Read()->catalogue().Find("old"));
    EXPECT_TRUE(engine.Read()->catalogue().Find("new"));
    EXPECT_TRUE(engine.ready());
  }
}

TEST(Follower, IsReadyOnlyWhenNothingIsLeftBehind) {
  Engine engine{ReadModelOptions()};
  auto message = Changes({MakePaper("a", "A")}, 8);
  message.set_caught_up(false);
  Play({{.snapshot = {Trailer(0, 7)}}, {.changes = {message}}}, &engine);
  EXPECT_FALSE(engine.ready());
}

TEST(Follower, LoadsANewSnapshotWhenStorageCannotReadOn) {
  const absl::Status bad = absl::DataLossError("a change cannot be read");
  const absl::Status gone = absl::UnavailableError("gone");
  Engine engine{ReadModelOptions()};
  const auto calls = Play({{.snapshot = {Trailer(0, 7)}},
                           {.end = bad},
                           {.changes = {Changes({}, 8)}, .end = bad},
                           {.end = bad},
                           {.end = gone},
                           {.end = bad},
                           {.end = bad},
                           {.end = bad},
                           {.snapshot = {Trailer(0, 20)}}},
                          &engine);
  EXPECT_EQ(calls,
            (Calls{"snapshot", "watch 7", "watch 7", "watch 8", "watch 8",
                   "watch 8", "watch 8", "watch 8", "snapshot", "watch 20"}));
}

// Enough for several threads.
TEST(Follower, KeepsTheOrderOfThePapersOfAMessage) {
  constexpr int kPapers = 101;
  std::vector<v1::Paper> papers;
  for (int i = 0; i < kPapers; ++i) {
    papers.push_back(MakePaper(absl::StrCat("p", i), absl::StrCat("T", i)));
  }
  Engine engine{ReadModelOptions()};
  Play({{.snapshot = {Chunk(papers), Trailer(kPapers, 7)}}}, &engine);
  Engine tailed{ReadModelOptions()};
  Play({{.snapshot = {Trailer(0, 7)}}, {.changes = {Changes(papers, 8)}}},
       &tailed);
  for (int i = 0; i < kPapers; ++i) {
    for (const Engine* one : {&engine, &tailed}) {
      const v1::Paper paper = one->Read()->ReadPaper(static_cast<DocId>(i));
      EXPECT_EQ(paper.id(), papers[i].id());
      EXPECT_EQ(paper.title(), papers[i].title());
    }
  }
}

TEST(Follower, TakesBackWhatItsSnapshotHoldsOnTheListsOfDays) {
  Engine engine{ReadModelOptions()};
  GetSnapshotResponse chunk = Chunk({MakePaper("a", "A"), MakePaper("b", "B")});
  *chunk.add_submissions() = MakeSubmission("a", "2026-07-01", "ada");
  *chunk.add_submissions() = MakeSubmission("b", "2026-07-01", kEditorReader);
  GetSnapshotResponse trailer = Trailer(2, 7);
  trailer.mutable_trailer()->set_submissions(2);
  WatchChangesResponse changes = Changes({}, 9);
  *changes.add_changes()->mutable_retracted() =
      MakeSubmission("a", "2026-07-01", "");
  Play({{.snapshot = {chunk, trailer}}, {.changes = {changes}}}, &engine);
  const DayCounts counts = engine.Read()->SubmittedOn(DayNumber("2026-07-01"));
  EXPECT_EQ(counts.by_others, 0);
  EXPECT_EQ(counts.by_editor, 1);
}

// The record's row is gone, the paper's is there: as in a new snapshot.
TEST(Follower, CountsOnceWhatMovedToThePaperThatARecordIs) {
  Engine engine{ReadModelOptions()};
  WatchChangesResponse before = Changes({}, 9);
  *before.add_changes()->mutable_submission() =
      MakeSubmission("old", "2026-07-01", "ada");
  WatchChangesResponse moved = Changes({}, 11);
  *moved.add_changes()->mutable_submission() =
      MakeSubmission("new", "2026-07-01", "ada");
  *moved.add_changes()->mutable_retracted() =
      MakeSubmission("old", "2026-07-01", "");
  Play({{.snapshot = {Chunk({}), Trailer(0, 7)}}, {.changes = {before, moved}}},
       &engine);
  EXPECT_EQ(engine.Read()->submissions(), 1);
  EXPECT_EQ(engine.Read()->SubmittedOn(DayNumber("2026-07-01")).by_others, 1);
}

TEST(Follower, RefusesASnapshotWithMissingRows) {
  Engine engine{ReadModelOptions()};
  const auto calls =
      Play({{.snapshot = {Chunk({MakePaper("a", "A")}), Trailer(2, 7)}},
            {.snapshot = {Chunk({MakePaper("a", "A")})}},
            {.snapshot = {Chunk({MakePaper("a", "A"), MakePaper("b", "B")}),
                          Trailer(2, 8)}}},
           &engine);
  EXPECT_EQ(calls, (Calls{"snapshot", "snapshot", "snapshot", "watch 8"}));
  EXPECT_EQ(engine.Read()->catalogue().papers(), 2);
}

TEST(Follower, GivesTheSameAsAReplayOfEverything) {
  const auto paper = MakePaper("a", "First title");
  auto changed = MakePaper("a", "Second title");
  changed.set_revision(2);
  Engine tailed{ReadModelOptions()};
  Play({{.snapshot = {Chunk({paper}), Trailer(1, 7)}},
        {.changes = {Changes({paper, changed}, 9)}},
        {.changes = {Changes({changed, paper}, 10)}}},
       &tailed);
  Engine loaded{ReadModelOptions()};
  Play({{.snapshot = {Chunk({changed}), Trailer(1, 10)}}}, &loaded);
  EXPECT_EQ(tailed.Read()->ReadPaper(0).SerializeAsString(),
            loaded.Read()->ReadPaper(0).SerializeAsString());
  EXPECT_EQ(tailed.Read()->index().docs(), loaded.Read()->index().docs());
  EXPECT_EQ(tailed.Read()->horizon().commit(),
            loaded.Read()->horizon().commit());
}

// A follower that finds such a segment first, made at transaction 5.
std::vector<std::string> PlayWithSegment(
    std::vector<ScriptedSource::Stream> script,
    const absl::Status& segment_error, Engine* engine) {
  ScriptedSource source(std::move(script));
  FollowerOptions options;
  options.first_backoff = absl::Milliseconds(1);
  options.load_segment = [&]() -> absl::StatusOr<LoadedSegment> {
    if (!segment_error.ok()) return segment_error;
    LoadedSegment loaded;
    loaded.model = std::make_unique<ReadModel>();
    ApplyRow(MakeRow(MakePaper("s", "In the segment")), loaded.model.get());
    loaded.model->SetHorizon(MakePosition(5));
    loaded.cursor.set_xid(5);
    return loaded;
  };
  Follower follower(&source, engine, Logger("test", "error"), options, nullptr);
  follower.Start();
  auto calls = source.Finish();
  follower.Stop();
  return calls;
}

TEST(FollowerWithSegment, TailsFromItsCursorWithoutASnapshot) {
  Engine engine{ReadModelOptions()};
  const auto calls =
      PlayWithSegment({{.changes = {Changes({MakePaper("b", "B")}, 9)}}},
                      absl::OkStatus(), &engine);
  EXPECT_EQ(calls, (Calls{"watch 5", "watch 9"}));
  EXPECT_TRUE(engine.ready());
  EXPECT_EQ(engine.Read()->catalogue().papers(), 2);
}

TEST(FollowerWithSegment, LoadsRowsWhenThereIsNone) {
  Engine engine{ReadModelOptions()};
  const auto calls = PlayWithSegment(
      {{.snapshot = {Trailer(0, 7)}}, {.changes = {Changes({}, 9)}}},
      absl::NotFoundError("none"), &engine);
  EXPECT_EQ(calls, (Calls{"snapshot", "watch 7", "watch 9"}));
}

TEST(FollowerWithSegment, LoadsRowsWhenTheFeedDoesNotGoOnBehindIt) {
  Engine engine{ReadModelOptions()};
  const auto calls =
      PlayWithSegment({{.end = absl::OutOfRangeError("trimmed")},
                       {.snapshot = {Trailer(0, 7)}},
                       {.changes = {Changes({MakePaper("b", "B")}, 9)}}},
                      absl::OkStatus(), &engine);
  EXPECT_EQ(calls, (Calls{"watch 5", "snapshot", "watch 7", "watch 9"}));
  EXPECT_EQ(engine.Read()->catalogue().papers(), 1);
}

TEST(FollowerWithSegment, NeverGoesBackToOneWhenItAnswersAlready) {
  Engine engine{ReadModelOptions()};
  const auto calls =
      PlayWithSegment({{.changes = {Changes({}, 9)}},
                       {.end = absl::OutOfRangeError("trimmed")},
                       {.snapshot = {Trailer(0, 11)}},
                       {.changes = {Changes({MakePaper("b", "B")}, 12)}}},
                      absl::OkStatus(), &engine);
  EXPECT_EQ(calls,
            (Calls{"watch 5", "watch 9", "snapshot", "watch 11", "watch 12"}));
}

TEST(FollowerWithSegment, DropsFilesAfterASnapshotAndAnErasure) {
  WatchChangesResponse erased = Changes({}, 9);
  erased.add_changes()->set_erased_reader("ada");
  ScriptedSource source(
      {{.snapshot = {Trailer(0, 7)}}, {.changes = {Changes({}, 8), erased}}});
  int told = 0;
  FollowerOptions options;
  options.drop_segments = [&told] { ++told; };
  Engine engine{ReadModelOptions()};
  Follower follower(&source, &engine, Logger("test", "error"), options,
                    nullptr);
  follower.Start();
  source.Finish();
  follower.Stop();
  EXPECT_EQ(told, 2);
}

}  // namespace
}  // namespace broadsheet::recommend
