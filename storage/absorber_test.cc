#include "storage/absorber.h"

#include <pqxx/pqxx>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/index_keeper.h"
#include "storage/migrated_template.h"
#include "storage/test_store.h"
#include "tests/support/test_cluster.h"
#include "tests/support/wait.h"

namespace broadsheet::storage {
namespace {

constexpr char kOld[] = "openalex:W1";
constexpr char kNew[] = "2401.00001";

// The horizon, which an absorption waits for, is one per cluster.
class AbsorberTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = new testing::TestCluster;
    MakeMigratedTemplate(*cluster_);
  }
  static void TearDownTestSuite() {
    delete cluster_;
    cluster_ = nullptr;
  }

  AbsorberTest()
      : store_(*cluster_),
        absorber_(&store_.database, &store_.feed_store, store_.log,
                  {.batch = 2}) {
    store_.AddPapers({kOld, kNew});
  }

  void Append(const std::string& reader, const std::string& id,
              v1::EventKind kind, const std::string& paper, int minute) {
    internal::v1::AppendEventsRequest request;
    *request.add_events() = MakeEvent(reader, id, kind, paper, minute);
    ASSERT_TRUE(store_.repositories.events.Append(TestCall(), request).ok());
  }

  void Submit(const std::string& paper, const std::string& day, int second) {
    internal::v1::SubmitPaperRequest request;
    request.mutable_submission()->set_paper_id(paper);
    request.mutable_submission()->set_day(day);
    request.mutable_submission()->set_submitter("ann");
    request.mutable_submission()->mutable_at()->set_seconds(second);
    ASSERT_TRUE(
        store_.repositories.submissions.Submit(TestCall(), request).ok());
  }

  // By an editor, with the paper's name as the request's. Answers whether it
  // goes.
  bool Retract(const std::string& paper, const std::string& day) {
    internal::v1::RetractSubmissionRequest request;
    request.mutable_retraction()->set_request_id(paper);
    request.mutable_retraction()->set_paper_id(paper);
    request.mutable_retraction()->set_day(day);
    request.mutable_retraction()->set_reader_id("ed");
    request.set_by_editor(true);
    request.mutable_at()->set_seconds(1000);
    const auto response =
        store_.repositories.submissions.Retract(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() && response->retracted();
  }

  // "paper|day", as followers of the feed have them, a line each.
  std::string Followed() {
    std::set<std::string> listed;
    for (const auto& change : store_.Changes()) {
      const v1::Submission& added = change.submission();
      const v1::Submission& gone = change.retracted();
      if (change.has_submission()) {
        listed.insert(absl::StrCat(added.paper_id(), "|", added.day(), "\n"));
      }
      if (change.has_retracted()) {
        listed.erase(absl::StrCat(gone.paper_id(), "|", gone.day(), "\n"));
      }
    }
    return absl::StrJoin(listed, "");
  }

  // Both are found to be one.
  void Merge() {
    internal::v1::UpsertPapersRequest request;
    *request.add_papers() = MakePaper(kNew);
    *request.add_papers() = MakePaper(kOld);
    for (v1::Paper& paper : *request.mutable_papers()) paper.set_doi("10.1/x");
    ASSERT_TRUE(store_.repositories.papers.Upsert(TestCall(), request).ok());
    ASSERT_EQ(store_.GetPaper(kOld).merged_into(), kNew);
  }

  // Rounds until nothing is left.
  void Settle() {
    for (int round = 0; round < 100; ++round) {
      const auto left = absorber_.Work();
      ASSERT_TRUE(left.ok()) << left.status();
      if (*left == 0) return;
    }
    FAIL() << "something is left";
  }

  v1::Standing Standing(const std::string& reader) {
    internal::v1::BatchGetStandingsRequest request;
    request.mutable_query()->set_reader_id(reader);
    request.mutable_query()->add_paper_ids(kNew);
    const auto response =
        store_.repositories.readers.BatchGetStandings(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->standings(0);
  }

  static testing::TestCluster* cluster_;
  TestStore store_;
  Absorber absorber_;
};

testing::TestCluster* AbsorberTest::cluster_ = nullptr;

TEST_F(AbsorberTest, TakesVotesAndSavesToThePaperExactlyOnce) {
  for (const char* reader : {"ann", "bert", "cleo", "dan", "eve"}) {
    Append(reader, "old", v1::EVENT_KIND_UPVOTE, kOld, 0);
  }
  Append("ann", "new", v1::EVENT_KIND_UPVOTE, kNew, 1);
  Append("fay", "new", v1::EVENT_KIND_UPVOTE, kNew, 1);
  Append("bert", "save", v1::EVENT_KIND_SAVE, kOld, 2);
  Append("gus", "hide", v1::EVENT_KIND_HIDE, kOld, 2);
  Append("hal", "view", v1::EVENT_KIND_VIEW, kOld, 2);
  Merge();
  Settle();
  EXPECT_EQ(store_.GetPaper(kNew).upvotes(), 6);
  EXPECT_EQ(store_.GetPaper(kOld).upvotes(), 0);
  EXPECT_TRUE(Standing("bert").upvoted());
  EXPECT_TRUE(Standing("bert").saved());
  EXPECT_TRUE(Standing("gus").hidden());
  EXPECT_TRUE(Standing("hal").seen());
  EXPECT_EQ(store_.Run("select count(*) from absorptions"), "0\n");
  Settle();
  EXPECT_EQ(store_.GetPaper(kNew).upvotes(), 6);
}

TEST_F(AbsorberTest, LeavesNoVectorsOfAMergedRecord) {
  store_.PutVectors({MakeVector(kOld, "e", 1), MakeVector(kNew, "e", 2)});
  store_.PutVectors({MakeVector(kOld, "f", 3)});
  Merge();
  Settle();
  EXPECT_EQ(store_.Run("select paper_id, encoder from paper_vectors"),
            std::string(kNew) + "|e\n");
  EXPECT_EQ(store_.Run("select encoder, vectors from encoders order by 1"),
            "e|1\nf|0\n");
}

TEST_F(AbsorberTest, LetsTheLaterOfTwoStandingsCount) {
  Append("ann", "1", v1::EVENT_KIND_UPVOTE, kOld, 1);
  Append("ann", "2", v1::EVENT_KIND_UPVOTE, kNew, 0);
  Append("ann", "3", v1::EVENT_KIND_UNVOTE, kNew, 2);
  Append("bert", "1", v1::EVENT_KIND_UPVOTE, kNew, 1);
  Append("bert", "2", v1::EVENT_KIND_UPVOTE, kOld, 2);
  Append("bert", "3", v1::EVENT_KIND_UNVOTE, kOld, 3);
  Merge();
  Settle();
  EXPECT_FALSE(Standing("ann").upvoted());
  EXPECT_FALSE(Standing("bert").upvoted());
  EXPECT_EQ(store_.GetPaper(kNew).upvotes(), 0);
  EXPECT_EQ(store_.GetPaper(kOld).upvotes(), 0);
}

TEST_F(AbsorberTest, TakesSubmissionsToThePaper) {
  Submit(kOld, "2026-11-20", 100);
  Submit(kOld, "2026-11-21", 200);
  Submit(kNew, "2026-11-21", 300);
  Merge();
  Settle();
  EXPECT_EQ(store_.Run("select paper_id, day from submissions order by day"),
            "2401.00001|2026-11-20\n2401.00001|2026-11-21\n");
  EXPECT_EQ(Followed(), "2401.00001|2026-11-20\n2401.00001|2026-11-21\n");
  EXPECT_EQ(store_.GetPaper(kNew).submitted_at().seconds(), 100);
  // A submission of the old record is one of the paper.
  Submit(kOld, "2026-11-22", 400);
  EXPECT_EQ(store_.Run("select paper_id from submissions "
                       "where day = '2026-11-22'"),
            "2401.00001\n");
}

TEST_F(AbsorberTest, BringsNothingBackThatAnEditorTookOffTheList) {
  Submit(kNew, "2026-11-20", 100);
  ASSERT_TRUE(Retract(kNew, "2026-11-20"));
  Submit(kOld, "2026-11-20", 50);
  Submit(kOld, "2026-11-21", 200);
  Merge();
  Settle();
  EXPECT_EQ(store_.Run("select paper_id, day from submissions"),
            "2401.00001|2026-11-21\n");
  EXPECT_EQ(Followed(), "2401.00001|2026-11-21\n");
  EXPECT_EQ(store_.GetPaper(kNew).submitted_at().seconds(), 200);
}

TEST_F(AbsorberTest, TakesRetractionsToThePaper) {
  Submit(kOld, "2026-11-20", 100);
  ASSERT_TRUE(Retract(kOld, "2026-11-20"));
  Merge();
  Settle();
  EXPECT_EQ(store_.Run("select paper_id, reader_id, request_id, day, by_editor "
                       "from retractions"),
            "2401.00001|ed|openalex:W1|2026-11-20|t\n");
  EXPECT_FALSE(store_.GetPaper(kNew).has_submitted_at());
  internal::v1::SubmitPaperRequest again;
  again.mutable_submission()->set_paper_id(kNew);
  again.mutable_submission()->set_day("2026-11-20");
  again.mutable_submission()->set_submitter("bob");
  again.mutable_submission()->mutable_at()->set_seconds(2000);
  again.set_unless_retracted(true);
  auto& submissions = store_.repositories.submissions;
  EXPECT_EQ(ReasonOf(submissions.Submit(TestCall(), again).status()),
            "RETRACTED");
  // The retry of the retraction, under the old name, is known for one.
  Submit(kNew, "2026-11-20", 3000);
  EXPECT_FALSE(Retract(kOld, "2026-11-20"));
}

// The erasure has the higher number, and the move waits for it.
TEST_F(AbsorberTest, TellsThatARecordsSubmissionIsGoneBehindItsErasure) {
  Submit(kOld, "2026-11-20", 100);
  Merge();
  pqxx::connection connection(store_.database_for_test.conninfo());
  pqxx::work erasure(connection);
  erasure.exec("update submissions set submitter = ''");
  std::thread mover([this] { EXPECT_TRUE(absorber_.Work().ok()); });
  testing::WaitUntil(absl::Seconds(30), [this] {
    return store_.Run(
               "select count(*) from pg_stat_activity where datname = "
               "current_database() and wait_event_type = 'Lock'") == "1\n";
  });
  const std::string between = store_.Run("select pg_current_xact_id()::text");
  erasure.commit();
  mover.join();
  EXPECT_GT(std::stoll(store_.Run("select max(xid::text::bigint) "
                                  "from changes")),
            std::stoll(between));
  EXPECT_EQ(Followed(), "2401.00001|2026-11-20\n");
}

TEST_F(AbsorberTest, WaitsForWritersThatDidNotKnowOfTheMerge) {
  pqxx::connection connection(store_.database_for_test.conninfo());
  pqxx::work writer(connection);
  writer.exec(
      "insert into standings (reader_id, aspect, subject, is_on, was_on, at, "
      "event_id) values ('late', 1, 'openalex:W1', true, false, now(), 'e')");
  Merge();
  for (int round = 0; round < 3; ++round) {
    const auto left = absorber_.Work();
    ASSERT_TRUE(left.ok()) << left.status();
    EXPECT_EQ(*left, 1);
  }
  writer.exec("update papers set upvotes = 1 where id = 'openalex:W1'");
  writer.commit();
  Settle();
  EXPECT_EQ(store_.GetPaper(kNew).upvotes(), 1);
  EXPECT_EQ(store_.GetPaper(kOld).upvotes(), 0);
}

TEST_F(AbsorberTest, LetsALoadGoFirstUntilMuchIsThere) {
  IndexKeeper keeper(&store_.database, &store_.repositories.leases, store_.log,
                     {.quiet = 1, .most = 40, .owner = "one"});
  ASSERT_TRUE(keeper.Merge().value());
  // Told to all when their connection ends.
  const auto load = [&](int first) {
    store_.Run(
        "insert into papers (id) select 'b:' || i from generate_series(" +
        std::to_string(first) + ", " + std::to_string(first + 19) + ") i");
    const absl::Time until = absl::Now() + absl::Seconds(30);
    const std::string told =
        "select n_tup_ins >= " + std::to_string(first + 20) +
        " from pg_stat_user_tables "
        "where relname = 'papers'";
    while (store_.Run(told) != "t\n" && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(50));
    }
  };
  load(0);
  EXPECT_FALSE(keeper.Merge().value());
  EXPECT_TRUE(keeper.Merge().value());
  load(20);
  EXPECT_FALSE(keeper.Merge().value());
  load(40);
  EXPECT_TRUE(keeper.Merge().value());
}

TEST_F(AbsorberTest, GoesOnByItself) {
  Append("ann", "1", v1::EVENT_KIND_UPVOTE, kOld, 0);
  Absorber absorber(&store_.database, &store_.feed_store, store_.log,
                    {.interval = absl::Milliseconds(5)});
  absorber.Start();
  Merge();
  const absl::Time until = absl::Now() + absl::Seconds(20);
  while (store_.GetPaper(kNew).upvotes() == 0 && absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(store_.GetPaper(kNew).upvotes(), 1);
}

TEST_F(AbsorberTest, FindsAuthorsBeforeAndAfterTheirNumbersAreMerged) {
  IndexKeeper keeper(&store_.database, &store_.repositories.leases, store_.log,
                     {.owner = "one"});
  internal::v1::ListPapersRequest request;
  request.mutable_query()->set_author("M\u00f8ller, {Jens}");
  for (int i = 0; i < 2; ++i) {
    const auto page = store_.repositories.paper_lists.List(TestCall(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->page().papers_size(), 2);
    const auto merged = keeper.Merge();
    ASSERT_TRUE(merged.ok()) << merged.status();
    EXPECT_TRUE(*merged);
  }
  IndexKeeper second(&store_.database, &store_.repositories.leases, store_.log,
                     {.owner = "two"});
  EXPECT_TRUE(absl::IsAborted(second.Merge().status()));
}

}  // namespace
}  // namespace broadsheet::storage
