#include "recommend/editor.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

// Keeps submissions as storage does, and feeds them to the engine.
class MemoryStore final : public EditorStore {
 public:
  explicit MemoryStore(Engine* engine) : engine_(engine) {}

  absl::Status AcquireLease(const CallContext&) override {
    ++leases;
    if (!held_by_other) return absl::OkStatus();
    return MakeError(absl::StatusCode::kAborted, "LEASE_HELD", "held");
  }
  void ReleaseLease(const CallContext&) override {}
  // An old request_id is answered alike whether it stands or not; a new one is
  // refused when a person took the paper off the list.
  absl::StatusOr<Submitted> Submit(const CallContext&,
                                   const std::string& request_id,
                                   const v1::Submission& submission) override {
    if (fail_after-- == 0) return absl::UnavailableError("storage died");
    const std::string& paper = submission.paper_id();
    if (!requests.insert(request_id).second) {
      return Submitted{submissions.contains(paper), MakePosition(commit_)};
    }
    if (retracted.contains(paper)) {
      requests.erase(request_id);
      return MakeError(absl::StatusCode::kFailedPrecondition, "RETRACTED", "");
    }
    submissions.emplace(paper, submission);
    Tell(submission);
    return Submitted{true, MakePosition(commit_)};
  }

  // By a person.
  void Retract(const std::string& paper) {
    retracted.insert(paper);
    const auto found = submissions.find(paper);
    if (found == submissions.end()) return;
    Tell(Retracted{found->second});
    submissions.erase(found);
  }

  std::set<std::string> requests;
  // By paper.
  std::map<std::string, v1::Submission> submissions;
  std::set<std::string> retracted;
  bool held_by_other = false;
  int fail_after = -1;
  int leases = 0;

 private:
  void Tell(const Row& row) { engine_->Apply({row}, MakePosition(++commit_)); }

  Engine* engine_;
  uint64_t commit_ = 100;
};

struct Newsroom {
  Newsroom() {
    std::vector<Row> rows;
    for (int i = 0; i < 30; ++i) {
      v1::Paper paper =
          MakePaper(absl::StrCat("2607.", 10000 + i),
                    absl::StrCat("Paper ", i, " on subject", i % 5),
                    "Code is at github.com/x", "2026-07-02");
      paper.set_categories(0, i < 25 ? "cs.LG" : "hep-th");
      rows.push_back(MakeRow(paper));
    }
    engine.Apply(rows, MakePosition(1));
    engine.SetReady();
  }

  v1::RunEditorResponse Run(const std::string& first, const std::string& last,
                            bool dry_run = false) {
    v1::RunEditorRequest request;
    request.set_first_day(first);
    request.set_last_day(last);
    request.set_dry_run(dry_run);
    return editor.Run(call, request).value();
  }

  CallContext call;
  FakeClock clock{kTestNow};
  Engine engine{ReadModelOptions()};
  MemoryStore store{&engine};
  Editor editor{&engine, &store, &clock, Logger("test", "error"),
                EditorOptions{.papers = 9}};
};

TEST(Editor, SubmitsTheBestOfTheDayInItsOwnName) {
  Newsroom room;
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  ASSERT_EQ(room.store.submissions.size(), 9u);
  const auto& [paper, submission] = *room.store.submissions.begin();
  EXPECT_TRUE(room.store.requests.contains("editor/2026-07-02/" + paper));
  EXPECT_EQ(submission.submitter(), "automatic-editor");
  EXPECT_TRUE(submission.automatic());
  EXPECT_GT(submission.score(), 0);
}

TEST(Editor, ChangesNothingWhenItRunsAgain) {
  Newsroom room;
  EXPECT_GT(room.Run("2026-07-02", "2026-07-02").position().commit(), 100u);
  const auto again = room.Run("2026-07-02", "2026-07-02");
  EXPECT_EQ(again.days(0).papers_size(), 0);
  EXPECT_FALSE(again.has_position()) << "it wrote nothing";
  EXPECT_EQ(room.store.submissions.size(), 9u);
}

TEST(Editor, CompletesAListThatACrashCutShort) {
  Newsroom whole;
  whole.Run("2026-07-02", "2026-07-02");
  Newsroom room;
  room.store.fail_after = 4;
  EXPECT_FALSE(room.editor.RunToday(room.call).ok());
  room.store.fail_after = -1;
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_EQ(room.store.submissions.size(), 9u);
}

TEST(Editor, LeavesDaysAloneOnWhichReadersSubmit) {
  Newsroom room;
  room.engine.Apply({MakeSubmission("2607.10003", "2026-07-02", "ada")},
                    MakePosition(2));
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_TRUE(room.store.submissions.empty());
}

TEST(Editor, PutsTheNextBestInThePlaceOfWhatAPersonTookOffTheList) {
  Newsroom room;
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  const std::string paper = room.store.submissions.begin()->first;
  room.store.Retract(paper);
  EXPECT_EQ(room.engine.Read()->submissions(), 8);
  for (int tick = 0; tick < 3; ++tick) {
    ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  }
  EXPECT_EQ(room.store.submissions.size(), 9u);
  EXPECT_FALSE(room.store.submissions.contains(paper));
  EXPECT_EQ(room.store.leases, 2) << "a full list is left alone";
}

TEST(Editor, LeavesTheDayAloneWhenPeopleWantNoneOfIt) {
  Newsroom room;
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  for (int i = 0; i < 30; ++i) {
    room.store.Retract(absl::StrCat("2607.", 10000 + i));
  }
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_TRUE(room.store.submissions.empty());
  const int leases = room.store.leases;
  for (int tick = 0; tick < 3; ++tick) {
    ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  }
  EXPECT_EQ(room.store.leases, leases) << "nothing is left to try";
}

TEST(Editor, AnswersWhatStandsAlone) {
  Newsroom room;
  room.Run("2026-07-02", "2026-07-02");
  const std::string paper = room.store.submissions.begin()->first;
  room.store.Retract(paper);
  const auto again = room.Run("2026-07-02", "2026-07-02");
  ASSERT_EQ(again.days(0).papers_size(), 1) << "the next best";
  EXPECT_NE(again.days(0).papers(0).paper().id(), paper);
  EXPECT_TRUE(
      room.store.submissions.contains(again.days(0).papers(0).paper().id()));
  EXPECT_GT(again.position().commit(), 100u);
}

TEST(Editor, ARetractionMakesRoomForItsOwnList) {
  Newsroom room;
  const v1::Submission submission =
      MakeSubmission("2607.10003", "2026-07-02", "ada");
  room.engine.Apply({submission}, MakePosition(2));
  // Twice, as after a broken stream.
  for (uint64_t commit : {3, 4}) {
    room.engine.Apply({Retracted{submission}}, MakePosition(commit));
  }
  EXPECT_EQ(room.engine.Read()->submissions(), 0);
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_EQ(room.store.submissions.size(), 9u);
}

TEST(Editor, WaitsForItsHourAndForAnnouncements) {
  Newsroom room;
  room.clock.Set(kTestNow - absl::Hours(7));  // 05:00.
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_TRUE(room.store.submissions.empty());
  room.clock.Set(kTestNow + absl::Hours(24));  // Nothing announced.
  ASSERT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_TRUE(room.store.submissions.empty());
}

TEST(Editor, YieldsToAnotherReplica) {
  Newsroom room;
  room.store.held_by_other = true;
  EXPECT_TRUE(room.editor.RunToday(room.call).ok());
  EXPECT_TRUE(room.store.submissions.empty());
}

TEST(Editor, SpreadsOverCategoriesAndFollowsReaders) {
  Newsroom room;
  room.engine.Apply({MakeEvent("ada", v1::EVENT_KIND_UPVOTE, "2607.10012")},
                    MakePosition(2));
  const auto response = room.Run("2026-07-02", "2026-07-02", true);
  const auto& papers = response.days(0).papers();
  ASSERT_EQ(papers.size(), 9);
  EXPECT_EQ(papers[0].paper().id(), "2607.10012");
  int strings = 0;
  for (const auto& paper : papers) {
    if (paper.paper().categories(0) == "hep-th") ++strings;
  }
  EXPECT_EQ(strings, 3);
  EXPECT_TRUE(room.store.submissions.empty()) << "a dry run";
}

TEST(Editor, RefusesBadDays) {
  Newsroom room;
  v1::RunEditorRequest request;
  request.set_first_day("2026-02-30");
  auto status = room.editor.Run(room.call, request).status();
  EXPECT_EQ(ViolationsOf(status)[0].field, "first_day");
  request.set_first_day("2025-01-01");
  request.set_last_day("2026-01-02");
  status = room.editor.Run(room.call, request).status();
  EXPECT_EQ(ViolationsOf(status)[0].field, "last_day");
}

}  // namespace
}  // namespace broadsheet::recommend
