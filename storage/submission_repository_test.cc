#include "storage/submission_repository.h"

#include <atomic>
#include <memory>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"
#include "tests/support/wait.h"

namespace broadsheet::storage {
namespace {

internal::v1::SubmitPaperRequest Request(const std::string& paper,
                                         const std::string& day,
                                         const std::string& submitter,
                                         const std::string& request_id) {
  internal::v1::SubmitPaperRequest request;
  request.set_request_id(request_id);
  request.mutable_submission()->set_paper_id(paper);
  request.mutable_submission()->set_day(day);
  request.mutable_submission()->set_submitter(submitter);
  request.mutable_submission()->mutable_at()->set_seconds(1795000000);
  return request;
}

bool Submit(TestStore* store, const internal::v1::SubmitPaperRequest& request) {
  const auto response =
      store->repositories.submissions.Submit(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() && response->created();
}

v1::ListSubmittedResponse List(TestStore* store, const std::string& period,
                               int size = 0, const std::string& token = "") {
  internal::v1::ListSubmittedRequest request;
  request.mutable_query()->set_period(period);
  request.mutable_query()->set_page_size(size);
  request.mutable_query()->set_page_token(token);
  const auto response =
      store->repositories.submitted_lists.List(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->page() : v1::ListSubmittedResponse();
}

std::vector<std::string> Ids(const v1::ListSubmittedResponse& page) {
  std::vector<std::string> ids;
  for (const auto& paper : page.papers()) {
    ids.push_back(paper.listed().paper().id());
  }
  return ids;
}

using Texts = std::vector<std::string>;

TEST(SubmissionRepository, PutsAPaperOnADayOnce) {
  TestStore store;
  store.AddPapers({"a:1"});
  EXPECT_TRUE(Submit(&store, Request("a:1", "2026-11-20", "ada", "r1")));
  EXPECT_FALSE(Submit(&store, Request("a:1", "2026-11-20", "ada", "r1")));
  EXPECT_FALSE(Submit(&store, Request("a:1", "2026-11-20", "bob", "r2")));
  EXPECT_TRUE(Submit(&store, Request("a:1", "2026-11-21", "bob", "r3")));
  const v1::Paper paper = store.GetPaper("a:1");
  EXPECT_EQ(paper.submitted_by(), "ada");
  EXPECT_EQ(paper.submitted_at().seconds(), 1795000000);
  // The paper, its two submissions, and the paper as first submitted.
  EXPECT_EQ(store.Changes().size(), 4u);
}

TEST(SubmissionRepository, AnswersARequestAsTheFirstTime) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  Submit(&store, Request("a:1", "2026-11-20", "ada", "r1"));
  const auto again = store.repositories.submissions.Submit(
      TestCall(), Request("a:2", "2026-11-21", "ada", "r1"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->created());
  EXPECT_EQ(again->submission().paper_id(), "a:1");
  EXPECT_EQ(again->submission().day(), "2026-11-20");
}

TEST(SubmissionRepository, RefusesUnknownPapersAndBadDays) {
  TestStore store;
  auto& submissions = store.repositories.submissions;
  EXPECT_EQ(ReasonOf(submissions
                         .Submit(TestCall(),
                                 Request("a:9", "2026-11-20", "ada", "r1"))
                         .status()),
            "PAPER_UNKNOWN");
  EXPECT_EQ(ReasonOf(submissions
                         .Submit(TestCall(),
                                 Request("a:9", "2026-13-01", "ada", "r1"))
                         .status()),
            "INVALID_FIELD");
  EXPECT_EQ(store.Run("select count(*) from submission_requests"), "0\n");
}

TEST(SubmissionRepository, CreatesOneOfConcurrentSubmissions) {
  TestStore store;
  store.AddPapers({"a:1"});
  std::atomic<int> created = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      const std::string name = "r" + std::to_string(i);
      created += Submit(&store, Request("a:1", "2026-11-20", name, name));
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(created, 1);
}

TEST(SubmissionRepository, KeepsToTheRulesForReaders) {
  TestStore store;
  store.AddPapers({"a:1", "a:2", "a:3"});
  const auto submit = [&](const char* paper, const char* day,
                          const char* request_id) {
    auto request = Request(paper, day, "ada", request_id);
    request.set_once(true);
    request.set_max_per_day(2);
    return ReasonOf(
        store.repositories.submissions.Submit(TestCall(), request).status());
  };
  EXPECT_EQ(submit("a:1", "2026-11-20", "1"), "");
  EXPECT_EQ(submit("a:1", "2026-11-21", "2"), "SUBMITTED_BEFORE");
  EXPECT_EQ(submit("a:2", "2026-11-20", "3"), "");
  EXPECT_EQ(submit("a:3", "2026-11-20", "4"), "ENOUGH_SUBMITTED");
  // What stands already is no new one.
  EXPECT_EQ(submit("a:1", "2026-11-20", "5"), "");
  EXPECT_EQ(submit("a:3", "2026-11-21", "6"), "");
}

class RetractionTest : public ::testing::Test {
 protected:
  RetractionTest() {
    store_.AddPapers({"a:1", "a:2"});
    Submit(&store_, Request("a:1", kDay, "ada", "s1"));
  }

  // The reason why it is not; empty: `retracted` tells what became of it.
  std::string Retract(const std::string& reader, const std::string& request_id,
                      bool by_editor, bool* retracted = nullptr) {
    internal::v1::RetractSubmissionRequest request;
    request.mutable_retraction()->set_request_id(request_id);
    request.mutable_retraction()->set_paper_id("a:1");
    request.mutable_retraction()->set_day(kDay);
    request.mutable_retraction()->set_reader_id(reader);
    request.set_by_editor(by_editor);
    request.mutable_at()->set_seconds(1795000100);
    const auto response =
        store_.repositories.submissions.Retract(TestCall(), request);
    if (!response.ok()) return ReasonOf(response.status());
    if (retracted != nullptr) *retracted = response->retracted();
    return "";
  }

  // Until a transaction waits for a lock; answers whether it has a number.
  std::string AwaitWaiting() {
    std::string state;
    testing::WaitUntil(absl::Seconds(30), [&] {
      state = store_.Run(
          "select case when backend_xid is null then 'has none' "
          "else 'has a number' end from pg_stat_activity "
          "where datname = current_database() and wait_event_type = 'Lock'");
      return !state.empty();
    });
    return state.substr(0, state.find('\n'));
  }

  // "paper day", as followers of the feed have them.
  std::set<std::string> Followed() {
    std::set<std::string> listed;
    for (const auto& change : store_.Changes()) {
      const v1::Submission& added = change.submission();
      const v1::Submission& gone = change.retracted();
      if (change.has_submission()) {
        listed.insert(absl::StrCat(added.paper_id(), " ", added.day()));
      }
      if (change.has_retracted()) {
        listed.erase(absl::StrCat(gone.paper_id(), " ", gone.day()));
      }
    }
    return listed;
  }

  int64_t Number(const std::string& query) {
    return std::stoll(store_.Run(query));
  }

  void Vote(const std::string& reader) {
    internal::v1::AppendEventsRequest vote;
    *vote.add_events() =
        MakeEvent(reader, "1", v1::EVENT_KIND_UPVOTE, "a:1", 0);
    EXPECT_TRUE(store_.repositories.events.Append(TestCall(), vote).ok());
  }

  static constexpr char kDay[] = "2026-11-20";
  TestStore store_;
  pqxx::connection other_{store_.database_for_test.conninfo()};
};

TEST_F(RetractionTest, TakesThePaperOffTheListAndTellsFollowers) {
  bool retracted = false;
  EXPECT_EQ(Retract("ed", "r1", true, &retracted), "");
  EXPECT_TRUE(retracted);
  EXPECT_EQ(Ids(List(&store_, kDay)), Texts());
  const auto changes = store_.Changes();
  ASSERT_GE(changes.size(), 2u);
  const auto& gone = changes[changes.size() - 2];
  ASSERT_TRUE(gone.has_retracted());
  EXPECT_EQ(gone.retracted().paper_id(), "a:1");
  EXPECT_EQ(gone.retracted().day(), kDay);
  EXPECT_EQ(changes.back().paper().id(), "a:1");
  EXPECT_FALSE(changes.back().paper().has_submitted_at());
  EXPECT_EQ(store_.GetPaper("a:1").submitted_by(), "");
}

TEST_F(RetractionTest, LeavesTheEarliestOtherSubmissionAsTheFirst) {
  auto later = Request("a:1", "2026-11-21", "bob", "s2");
  later.mutable_submission()->mutable_at()->set_seconds(1795000050);
  Submit(&store_, later);
  EXPECT_EQ(Retract("ed", "r1", true), "");
  EXPECT_EQ(store_.GetPaper("a:1").submitted_by(), "bob");
  EXPECT_EQ(store_.GetPaper("a:1").submitted_at().seconds(), 1795000050);
  EXPECT_EQ(Ids(List(&store_, "2026-11-21")), Texts{"a:1"});
}

TEST_F(RetractionTest, ReadersTakeBackTheirOwnWhileNobodyElseVotes) {
  EXPECT_EQ(Retract("bob", "r1", false), "OTHER_READER");
  Vote("ada");
  Vote("bob");
  EXPECT_EQ(Retract("ada", "r1", false), "OTHERS_VOTED");
  EXPECT_EQ(Ids(List(&store_, kDay)), Texts{"a:1"});
  internal::v1::AppendEventsRequest unvote;
  *unvote.add_events() = MakeEvent("bob", "2", v1::EVENT_KIND_UNVOTE, "a:1", 1);
  ASSERT_TRUE(store_.repositories.events.Append(TestCall(), unvote).ok());
  EXPECT_EQ(Retract("ada", "r1", false), "");
  EXPECT_EQ(Ids(List(&store_, kDay)), Texts());
}

TEST_F(RetractionTest, ARetryTakesNothingBackThatCameAgain) {
  bool retracted = false;
  EXPECT_EQ(Retract("ada", "r1", false, &retracted), "");
  EXPECT_TRUE(retracted);
  EXPECT_TRUE(Submit(&store_, Request("a:1", kDay, "ada", "s2")));
  EXPECT_EQ(Retract("ada", "r1", false, &retracted), "");
  EXPECT_FALSE(retracted);
  EXPECT_EQ(Ids(List(&store_, kDay)), Texts{"a:1"});
  EXPECT_EQ(Retract("ada", "r2", false, &retracted), "");
  EXPECT_EQ(Retract("ada", "r3", false), "SUBMISSION_UNKNOWN");
}

TEST_F(RetractionTest, ARetryOfTheSubmissionBringsNothingBack) {
  EXPECT_EQ(Retract("ada", "r1", false), "");
  const auto again = store_.repositories.submissions.Submit(
      TestCall(), Request("a:1", kDay, "ada", "s1"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->created());
  EXPECT_EQ(again->submission().paper_id(), "a:1");
  EXPECT_EQ(Ids(List(&store_, kDay)), Texts());
}

TEST_F(RetractionTest, WhatAnEditorTookBackIsSubmittedByNoReaderAgain) {
  EXPECT_EQ(Retract("", "r1", true), "");
  auto again = Request("a:1", kDay, "ada", "s2");
  again.set_unless_retracted(true);
  EXPECT_EQ(
      ReasonOf(
          store_.repositories.submissions.Submit(TestCall(), again).status()),
      "RETRACTED");
  // On other days, and by who is free of the rules.
  again.mutable_submission()->set_day("2026-11-21");
  EXPECT_TRUE(Submit(&store_, again));
  EXPECT_TRUE(Submit(&store_, Request("a:1", kDay, "bob", "s3")));
}

// Else one with a lower number could come behind it, and followers would be
// told of both in the wrong order.
TEST_F(RetractionTest, WaitsForOthersOfThePaperBeforeItHasANumber) {
  auto lock = std::make_unique<pqxx::work>(other_);
  lock->exec("update papers set revision = revision where id = 'a:1'");
  std::thread editor([this] { EXPECT_EQ(Retract("ed", "r1", true), ""); });
  EXPECT_EQ(AwaitWaiting(), "has none");
  lock->commit();
  editor.join();
  EXPECT_EQ(Followed(), std::set<std::string>());
}

TEST_F(RetractionTest, ASubmissionWaitsForOthersBeforeItHasANumber) {
  auto lock = std::make_unique<pqxx::work>(other_);
  lock->exec("update papers set revision = revision where id = 'a:2'");
  std::thread reader([this] {
    EXPECT_TRUE(Submit(&store_, Request("a:2", kDay, "bob", "")));
  });
  EXPECT_EQ(AwaitWaiting(), "has none");
  lock->commit();
  reader.join();
}

TEST_F(RetractionTest, ASubmissionKeepsToTheRulesWhenTheOneThereGoesMeanwhile) {
  auto editor = std::make_unique<pqxx::work>(other_);
  editor->exec(
      "update papers set revision = revision where id = 'a:1'; "
      "delete from submissions; insert into retractions (paper_id, reader_id, "
      "request_id, day, by_editor, at) "
      "values ('a:1', 'ed', 'r', '2026-11-20', true, now())");
  auto again = Request("a:1", kDay, "bob", "s2");
  again.set_unless_retracted(true);
  std::string reason;
  std::thread reader([&] {
    reason = ReasonOf(
        store_.repositories.submissions.Submit(TestCall(), again).status());
  });
  AwaitWaiting();
  editor->commit();
  reader.join();
  EXPECT_EQ(reason, "RETRACTED");
}

TEST_F(RetractionTest, IsToldBehindAnErasureThatCameBetween) {
  auto erasure = std::make_unique<pqxx::work>(other_);
  erasure->exec("update submissions set submitter = ''");
  std::thread editor([this] { EXPECT_EQ(Retract("ed", "r1", true), ""); });
  EXPECT_EQ(AwaitWaiting(), "has a number");
  const int64_t between = Number("select pg_current_xact_id()::text");
  erasure->commit();
  editor.join();
  EXPECT_EQ(Followed(), std::set<std::string>());
  EXPECT_GT(Number("select max(xid::text::bigint) from changes"), between);
}

TEST_F(RetractionTest, EndsTheSameInStorageAndFollowersWhoeverWritesMeanwhile) {
  constexpr int kWriters = 4;
  constexpr int kRounds = 30;
  std::atomic<int> retracted = 0;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kRounds; ++i) {
        const std::string id = absl::StrCat(writer, "/", i);
        bool gone = false;
        if (writer % 2 == 0) {
          Submit(&store_, Request("a:1", kDay, "ada", id));
        } else if (const auto reason = Retract("ed", id, true, &gone);
                   !reason.empty()) {
          EXPECT_EQ(reason, "SUBMISSION_UNKNOWN");
        }
        retracted += gone ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const bool stands = Number("select count(*) from submissions") == 1;
  EXPECT_EQ(Followed().size(), stands ? 1u : 0u);
  EXPECT_EQ(store_.GetPaper("a:1").has_submitted_at(), stands);
  int told = 0;
  for (const auto& change : store_.Changes()) told += change.has_retracted();
  EXPECT_EQ(told, retracted.load()) << "each is taken back by one request";
}

class SubmittedListsTest : public ::testing::Test {
 protected:
  SubmittedListsTest() {
    store_.AddPapers({"a:1", "a:2", "a:3"});
    Submit(&store_, Request("a:1", "2026-11-18", "ada", "1"));
    Submit(&store_, Request("a:2", "2026-11-18", "bob", "2"));
    Submit(&store_, Request("a:1", "2026-11-20", "bob", "3"));
    Submit(&store_, Request("a:3", "2026-10-05", "ada", "4"));
    Submit(&store_, Request("a:3", "2026-12-24", "ada", "5"));
    internal::v1::AppendEventsRequest vote;
    *vote.add_events() = MakeEvent("ada", "1", v1::EVENT_KIND_UPVOTE, "a:2", 0);
    EXPECT_TRUE(store_.repositories.events.Append(TestCall(), vote).ok());
  }

  TestStore store_;
};

TEST_F(SubmittedListsTest, OrderADayByVotes) {
  const auto page = List(&store_, "2026-11-18");
  EXPECT_EQ(Ids(page), (Texts{"a:2", "a:1"}));
  EXPECT_EQ(page.total(), 2);
  EXPECT_EQ(page.previous_period(), "2026-10-05");
  EXPECT_EQ(page.next_period(), "2026-11-20");
  EXPECT_EQ(page.info().origin(), "2 papers submitted by 2 readers");
}

TEST_F(SubmittedListsTest, ShowAPaperOncePerWeekAndMonth) {
  const auto week = List(&store_, "2026-W47");
  EXPECT_EQ(Ids(week), (Texts{"a:2", "a:1"}));
  EXPECT_EQ(week.first_day(), "2026-11-16");
  EXPECT_EQ(week.papers(1).day(), "2026-11-18");
  const auto month = List(&store_, "2026-11");
  EXPECT_EQ(Ids(month), (Texts{"a:2", "a:1"}));
  EXPECT_EQ(month.previous_period(), "2026-10");
  EXPECT_EQ(month.next_period(), "2026-12");
}

TEST_F(SubmittedListsTest, BeginWithTheLatestDayUpToToday) {
  EXPECT_EQ(List(&store_, "").period(), "2026-11-20");
}

TEST_F(SubmittedListsTest, PageWithoutRepeating) {
  const auto first = List(&store_, "2026-11-18", 1);
  EXPECT_EQ(Ids(first), Texts{"a:2"});
  const auto second = List(&store_, "2026-11-18", 1, first.next_page_token());
  EXPECT_EQ(Ids(second), Texts{"a:1"});
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(SubmittedListsTest, LeaveOutWithdrawnPapers) {
  internal::v1::SetWithdrawnRequest withdraw;
  withdraw.set_paper_id("a:1");
  withdraw.set_withdrawn(true);
  ASSERT_TRUE(
      store_.repositories.papers.SetWithdrawn(TestCall(), withdraw).ok());
  EXPECT_EQ(Ids(List(&store_, "2026-11-18")), Texts{"a:2"});
  EXPECT_EQ(List(&store_, "").period(), "2026-11-18");
}

TEST_F(SubmittedListsTest, NameTheAutomaticEditor) {
  auto request = Request("a:1", "2026-11-21", "editor", "6");
  request.mutable_submission()->set_automatic(true);
  Submit(&store_, request);
  const auto page = List(&store_, "2026-11-21");
  EXPECT_EQ(page.info().origin(), "1 paper chosen by the automatic editor");
  EXPECT_TRUE(page.papers(0).automatic());
  EXPECT_EQ(page.papers(0).listed().reason().text(),
            "chosen by the automatic editor");
}

TEST_F(SubmittedListsTest, AreEmptyOnOtherDays) {
  const auto page = List(&store_, "2026-11-19");
  EXPECT_EQ(page.papers_size(), 0);
  EXPECT_EQ(page.total(), 0);
  EXPECT_EQ(page.next_period(), "2026-11-20");
}

TEST_F(SubmittedListsTest, RefuseWhatIsNoPeriod) {
  internal::v1::ListSubmittedRequest request;
  request.mutable_query()->set_period("yesterday");
  EXPECT_EQ(
      ReasonOf(store_.repositories.submitted_lists.List(TestCall(), request)
                   .status()),
      "INVALID_FIELD");
}

class LeaseTest : public ::testing::Test {
 protected:
  absl::StatusOr<internal::v1::AcquireLeaseResponse> Acquire(
      const std::string& owner) {
    internal::v1::AcquireLeaseRequest request;
    request.set_name("editor");
    request.set_owner(owner);
    request.mutable_duration()->set_seconds(10);
    return store_.repositories.leases.Acquire(TestCall(), request);
  }
  void Release(const std::string& owner) {
    internal::v1::ReleaseLeaseRequest request;
    request.set_name("editor");
    request.set_owner(owner);
    EXPECT_TRUE(store_.repositories.leases.Release(TestCall(), request).ok());
  }

  TestStore store_;
};

TEST_F(LeaseTest, BelongsToOneOwnerUntilItExpires) {
  EXPECT_EQ(Acquire("one")->fence(), 1);
  EXPECT_EQ(ReasonOf(Acquire("two").status()), "LEASE_HELD");
  store_.clock.Advance(absl::Seconds(9));
  EXPECT_EQ(Acquire("one")->fence(), 1);
  store_.clock.Advance(absl::Seconds(9));
  EXPECT_EQ(ReasonOf(Acquire("two").status()), "LEASE_HELD");
  store_.clock.Advance(absl::Seconds(2));
  EXPECT_EQ(Acquire("two")->fence(), 2);
  EXPECT_EQ(ReasonOf(Acquire("one").status()), "LEASE_HELD");
}

TEST_F(LeaseTest, CanBeGivenBackByItsOwnerOnly) {
  ASSERT_TRUE(Acquire("one").ok());
  Release("two");
  EXPECT_EQ(ReasonOf(Acquire("two").status()), "LEASE_HELD");
  Release("one");
  EXPECT_EQ(Acquire("two")->fence(), 2);
}

}  // namespace
}  // namespace broadsheet::storage
