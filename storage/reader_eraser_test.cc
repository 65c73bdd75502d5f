#include "storage/reader_eraser.h"

#include <string>
#include <thread>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using internal::v1::EraseReaderResponse;

class ReaderEraserTest : public ::testing::Test {
 protected:
  ReaderEraserTest() : eraser_(&store_.database, &store_.feed_store, 2) {
    store_.AddPapers({"a:1", "a:2", "a:3"});
  }

  void Append(const std::string& reader, const std::string& id,
              v1::EventKind kind, const std::string& paper) {
    internal::v1::AppendEventsRequest request;
    *request.add_events() = MakeEvent(reader, id, kind, paper, 0);
    ASSERT_TRUE(store_.repositories.events.Append(TestCall(), request).ok());
  }

  // Five events, three of them votes, two submissions and a token.
  void Live(const std::string& reader) {
    for (const char* paper : {"a:1", "a:2", "a:3"}) {
      Append(reader, std::string("vote ") + paper, v1::EVENT_KIND_UPVOTE,
             paper);
    }
    Append(reader, "save", v1::EVENT_KIND_SAVE, "a:1");
    Append(reader, "look", v1::EVENT_KIND_VIEW, "a:2");
    for (const char* paper : {"a:1", "a:2"}) Submit(reader, paper);
    internal::v1::CreateTokenRequest token;
    token.set_sha256(std::string(32, reader[0]));
    token.set_reader_id(reader);
    token.set_label("laptop");
    ASSERT_TRUE(
        store_.repositories.readers.CreateToken(TestCall(), token).ok());
  }

  void Submit(const std::string& reader, const std::string& paper) {
    internal::v1::SubmitPaperRequest request;
    request.set_request_id("request " + paper);
    request.mutable_submission()->set_paper_id(paper);
    request.mutable_submission()->set_submitter(reader);
    request.mutable_submission()->set_day(DayOf(reader));
    request.mutable_submission()->mutable_at()->set_seconds(1'790'000'000);
    ASSERT_TRUE(
        store_.repositories.submissions.Submit(TestCall(), request).ok());
  }

  // The day that Submit names.
  static std::string DayOf(const std::string& reader) {
    return "2026-11-" + std::to_string(10 + reader.size());
  }

  // What `submitter`, or else somebody with a name as long, submitted.
  void Retract(const std::string& reader, const std::string& paper,
               bool by_editor, const std::string& submitter = "") {
    internal::v1::RetractSubmissionRequest request;
    request.mutable_retraction()->set_request_id("r");
    request.mutable_retraction()->set_paper_id(paper);
    request.mutable_retraction()->set_day(
        DayOf(submitter.empty() ? reader : submitter));
    request.mutable_retraction()->set_reader_id(reader);
    request.set_by_editor(by_editor);
    request.mutable_at()->set_seconds(1'790'000'000);
    const auto response =
        store_.repositories.submissions.Retract(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
  }

  v1::EraseReaderResponse Erase(const std::string& reader) {
    internal::v1::EraseReaderRequest request;
    request.set_reader_id(reader);
    const auto response = eraser_.Erase(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->erased() : v1::EraseReaderResponse();
  }

  int Number(const std::string& query) { return std::stoi(store_.Run(query)); }

  // Rows that name the reader, over all tables.
  int Traces(const std::string& reader) {
    return Number(
        "select (select count(*) from readers where reader_id = '" + reader +
        "') + (select count(*) from events where reader_id = '" + reader +
        "') + (select count(*) from standings where reader_id = '" + reader +
        "') + (select count(*) from tokens where reader_id = '" + reader +
        "') + (select count(*) from submissions where submitter = '" + reader +
        "') + (select count(*) from retractions where reader_id = '" + reader +
        "') + (select count(*) from submission_requests where submitter = '" +
        reader + "') + (select count(*) from papers where submitted_by = '" +
        reader + "')");
  }

  TestStore store_;
  ReaderEraser eraser_;
};

TEST_F(ReaderEraserTest, LeavesNoTraceInAnyTable) {
  Live("ann");
  Live("bert");
  const v1::EraseReaderResponse erased = Erase("ann");
  EXPECT_EQ(erased.events(), 5);
  EXPECT_EQ(erased.tokens(), 1);
  EXPECT_EQ(erased.submissions(), 2);
  EXPECT_GT(erased.position().commit(), 0u);
  EXPECT_EQ(Traces("ann"), 0);
  EXPECT_GT(Traces("bert"), 0);
}

TEST_F(ReaderEraserTest, DeletesTheRefusedEventsOfTheReaderAlone) {
  store_.Run(
      "insert into dead_letters (id, source, file_name, record, paper_id, "
      "field, rule, excerpt, at, event) values "
      "('1', 's', '', 1, '', 'f', 'r', '{\"reader\": \"ann\"}', now(), true), "
      "('2', 's', '', 2, '', 'f', 'r', '{\"reader\": \"anna\"}', now(), true), "
      "('3', 's', '', 3, '', 'f', 'r', '{\"title\": \"ann\"}', now(), false)");
  Erase("ann");
  EXPECT_EQ(Number("select count(*) from dead_letters where id = '1'"), 0);
  EXPECT_EQ(Number("select count(*) from dead_letters"), 2);
}

TEST_F(ReaderEraserTest, TakesTheVotesBack) {
  Live("ann");
  Live("bert");
  Append("ann", "unvote", v1::EVENT_KIND_UNVOTE, "a:3");
  Erase("ann");
  for (const char* paper : {"a:1", "a:2", "a:3"}) {
    EXPECT_EQ(store_.GetPaper(paper).upvotes(), 1) << paper;
  }
}

TEST_F(ReaderEraserTest, KeepsSubmissionsOnTheirListsWithoutTheName) {
  Live("ann");
  Erase("ann");
  EXPECT_EQ(Number("select count(*) from submissions where submitter = ''"), 2);
  const v1::Paper paper = store_.GetPaper("a:1");
  EXPECT_EQ(paper.submitted_by(), "");
  EXPECT_TRUE(paper.has_submitted_at());
}

TEST_F(ReaderEraserTest, PurgesTheFeedAndTellsFollowersOnce) {
  Live("ann");
  Erase("ann");
  int erasures = 0;
  for (const auto& change : store_.Changes()) {
    EXPECT_NE(change.event().reader_id(), "ann");
    EXPECT_NE(change.submission().submitter(), "ann");
    EXPECT_NE(change.paper().submitted_by(), "ann");
    if (change.erased_reader() == "ann") ++erasures;
  }
  EXPECT_EQ(erasures, 1);
  // What followers need of the papers is there.
  EXPECT_EQ(store_.Changes().back().erased_reader(), "ann");
}

// An earlier call deleted the reader's rows, and was ended before the feed's.
TEST_F(ReaderEraserTest, FindsWhatIsLeftOfTheReaderInTheFeed) {
  Live("ann");
  Live("bert");
  EXPECT_GT(Number("select count(*) from changes where reader_id = 'ann'"), 0);
  Erase("ann");
  store_.Run(
      "insert into changes (ordinal, payload, reader_id) "
      "values (0, '', 'ann'), (1, '', 'ann')");
  Erase("ann");
  EXPECT_EQ(Number("select count(*) from changes where reader_id = 'ann'"), 0);
  EXPECT_GT(Number("select count(*) from changes where reader_id = 'bert'"), 0);
}

// Those of transactions before 0012.
TEST_F(ReaderEraserTest, FindsChangesThatDoNotTellWhomTheyName) {
  Live("ann");
  store_.Run(
      "update changes set reader_id = null;"
      "update feed_state set readers_since = pg_current_xact_id()");
  Erase("ann");
  for (const internal::v1::Change& change : store_.Changes()) {
    EXPECT_NE(change.event().reader_id(), "ann");
    EXPECT_NE(change.submission().submitter(), "ann");
  }
}

TEST_F(ReaderEraserTest, ChangesNothingTheSecondTime) {
  Live("ann");
  Erase("ann");
  const size_t changes = store_.Changes().size();
  const v1::EraseReaderResponse again = Erase("ann");
  EXPECT_EQ(again.events() + again.tokens() + again.submissions(), 0);
  EXPECT_EQ(store_.Changes().size(), changes);
}

TEST_F(ReaderEraserTest, GoesOnWhereAnEarlierCallEnded) {
  Live("ann");
  // All but the end: standings, votes and events are gone, nobody was told.
  store_.Run("delete from standings; delete from events");
  Erase("ann");
  EXPECT_EQ(Traces("ann"), 0);
  EXPECT_EQ(store_.Changes().back().erased_reader(), "ann");
}

TEST_F(ReaderEraserTest, FindsWhatIsWrittenMeanwhile) {
  Live("ann");
  std::thread late([this] {
    // Begun before the erasure, committed after its first round.
    store_.Run(
        "begin; insert into events select 'ann', 'late', paper_id, kind, at, "
        "target, value, list, position, arm, model, request from events "
        "limit 1; select pg_sleep(0.5); commit");
  });
  while (Number("select count(*) from pg_stat_activity where query like "
                "'%pg_sleep(0.5)%' and wait_event = 'PgSleep'") == 0) {
  }
  Erase("ann");
  late.join();
  EXPECT_EQ(Traces("ann"), 0);
}

TEST_F(ReaderEraserTest, ExportsAllInPages) {
  Live("ann");
  internal::v1::ExportReaderRequest request;
  request.mutable_query()->set_reader_id("ann");
  request.mutable_query()->set_page_size(2);
  int events = 0, submissions = 0, tokens = 0, pages = 0;
  do {
    const auto response =
        store_.repositories.reader_export.Export(TestCall(), request);
    ASSERT_TRUE(response.ok()) << response.status();
    const v1::ExportReaderResponse& page = response->page();
    events += page.events_size();
    submissions += page.submissions_size();
    tokens += page.tokens_size();
    ++pages;
    request.mutable_query()->set_page_token(page.next_page_token());
  } while (!request.query().page_token().empty());
  EXPECT_EQ(events, 5);
  EXPECT_EQ(submissions, 2);
  EXPECT_EQ(tokens, 1);
  EXPECT_EQ(pages, 3);
}

TEST_F(ReaderEraserTest, ExportsWhatTheReaderTookOffLists) {
  Submit("ann", "a:1");
  Submit("ann", "a:2");
  Retract("ann", "a:1", false);
  Retract("eve", "a:2", true);
  internal::v1::ExportReaderRequest request;
  request.mutable_query()->set_reader_id("ann");
  const auto response =
      store_.repositories.reader_export.Export(TestCall(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->page().retractions_size(), 1);
  const v1::Retraction& retraction = response->page().retractions(0);
  EXPECT_EQ(retraction.paper_id(), "a:1");
  EXPECT_EQ(retraction.day(), DayOf("ann"));
  EXPECT_FALSE(retraction.by_editor());
  EXPECT_EQ(retraction.at().seconds(), 1'790'000'000);
}

TEST_F(ReaderEraserTest, RefusesWhatIsNoReader) {
  internal::v1::EraseReaderRequest request;
  EXPECT_TRUE(
      absl::IsInvalidArgument(eraser_.Erase(TestCall(), request).status()));
}

TEST_F(ReaderEraserTest, WhatAnEditorTookBackStaysAwayWithoutHisName) {
  Submit("bob", "a:1");
  Submit("bob", "a:2");
  Retract("bob", "a:1", true);
  Retract("bob", "a:2", false);
  Erase("bob");
  EXPECT_EQ(store_.Run("select paper_id, reader_id from retractions"),
            "a:1|\n");
}

// More than a batch, by two who call their requests alike.
TEST_F(ReaderEraserTest, WhatManyEditorsTookBackStaysAwayInBatches) {
  for (const char* editor : {"bob", "eve"}) {
    for (const char* paper : {"a:1", "a:2", "a:3"}) {
      Submit("ann", paper);
      Retract(editor, paper, true);
      // Else it is no first submission with its request_id.
      store_.Run("delete from submission_requests");
    }
  }
  for (const char* editor : {"bob", "eve"}) Erase(editor);
  EXPECT_EQ(store_.Run("select paper_id, count(*) from retractions "
                       "where reader_id = '' and by_editor group by 1 "
                       "order by 1"),
            "a:1|2\na:2|2\na:3|2\n");
  EXPECT_EQ(Number("select count(*) from retractions"), 6);
}

// Else a follower who has the submission, and not yet that it was taken back,
// would keep it.
TEST_F(ReaderEraserTest, TheFeedStillTellsOfWhatTheReaderTookBack) {
  Submit("ann", "a:1");
  Retract("ann", "a:1", false);
  Erase("ann");
  int told = 0;
  for (const auto& change : store_.Changes()) {
    if (!change.has_retracted()) continue;
    ++told;
    EXPECT_EQ(change.retracted().paper_id(), "a:1");
    EXPECT_EQ(change.retracted().submitter(), "");
  }
  EXPECT_EQ(told, 1);
}

TEST_F(ReaderEraserTest, TheFeedTellsWhenItWasTheAutomaticEditorsChoice) {
  Submit("automatic-editor", "a:1");
  Retract("bob", "a:1", true, "automatic-editor");
  const auto changes = store_.Changes();
  ASSERT_GE(changes.size(), 2u);
  EXPECT_EQ(changes[changes.size() - 2].retracted().submitter(),
            "automatic-editor");
}

// A segment of one chunk, made at such a commit.
class SegmentErasureTest : public ReaderEraserTest {
 protected:
  std::string Begin(const std::string& name, uint64_t commit) {
    internal::v1::BeginArtifactRequest begin;
    begin.set_request_id(name);
    auto* artifact = begin.mutable_artifact();
    artifact->set_kind("segment");
    artifact->set_size(static_cast<int64_t>(name.size()));
    artifact->set_sha256(Sha256(name));
    artifact->mutable_position()->set_commit(commit);
    const auto begun = store_.repositories.artifacts.Begin(TestCall(), begin);
    EXPECT_TRUE(begun.ok()) << begun.status();
    return begun->artifact().id();
  }
  absl::Status Finish(const std::string& id, const std::string& name) {
    internal::v1::WriteArtifactRequest write;
    write.set_artifact_id(id);
    write.set_data(name);
    auto written = store_.repositories.artifacts.Write(TestCall(), write);
    if (!written.ok()) return written.status();
    internal::v1::FinishArtifactRequest finish;
    finish.set_artifact_id(id);
    return store_.repositories.artifacts.Finish(TestCall(), finish).status();
  }
  int Rows(const std::string& table) {
    return Number("select count(*) from " + table);
  }
};

TEST_F(SegmentErasureTest, TakesTheSegmentsThatKnowTheReader) {
  Live("ann");
  const std::string whole = Begin("whole", 1);
  ASSERT_TRUE(Finish(whole, "whole").ok());
  const std::string begun = Begin("begun", 1);
  Erase("ann");
  EXPECT_EQ(Rows("artifacts"), 0);
  EXPECT_EQ(Rows("artifact_chunks"), 0);
  EXPECT_TRUE(absl::IsNotFound(Finish(begun, "begun")));
}

TEST_F(SegmentErasureTest, RefusesSegmentsThatWereMadeBeforeAndComeLater) {
  Live("ann");
  Erase("ann");
  // The answer's position may be later: others share the server's counter.
  const auto commit =
      static_cast<uint64_t>(Number("select erased_at::text from feed_state"));
  EXPECT_EQ(ReasonOf(Finish(Begin("before", commit), "before")),
            "READER_ERASED");
  EXPECT_EQ(Rows("artifact_chunks"), 0);
  EXPECT_TRUE(Finish(Begin("after", commit + 1), "after").ok());
  EXPECT_EQ(Rows("artifacts where complete"), 1);
}

TEST_F(SegmentErasureTest, LeavesThemWhenThereWasNoReader) {
  ASSERT_TRUE(Finish(Begin("whole", 1), "whole").ok());
  Erase("nobody");
  EXPECT_EQ(Rows("artifacts where complete"), 1);
}

}  // namespace
}  // namespace broadsheet::storage
