#include "storage/submission_repository.h"

#include <string>
#include <thread>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

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

class EditionListsTest : public ::testing::Test {
 protected:
  EditionListsTest() {
    AddPaper("a:1", "Graph neural networks", "cs.LG", "Ada Lovelace");
    AddPaper("a:2", "On numbers", "math.NT", "Emmy Noether");
    AddPaper("a:3", "A network of graphs", "cs.LG", "Kurt Godel");
    int request = 0;
    for (const auto& [paper, day] :
         {std::pair{"a:1", "2026-11-18"}, std::pair{"a:2", "2026-11-18"},
          std::pair{"a:2", "2026-11-19"}, std::pair{"a:3", "2026-11-20"}}) {
      Submit(&store_, Request(paper, day, "ada", std::to_string(++request)));
    }
  }

  void AddPaper(const std::string& id, const std::string& title,
                const std::string& category, const std::string& author) {
    internal::v1::UpsertPapersRequest request;
    v1::Paper* paper = request.add_papers();
    paper->set_id(id);
    paper->set_title(title);
    paper->add_categories(category);
    paper->add_authors(author);
    paper->set_announced("2026-11-1" + id.substr(2));
    ASSERT_TRUE(store_.repositories.papers.Upsert(TestCall(), request).ok());
  }

  void Put(v1::Edition edition) {
    v1::PutEditionRequest request;
    edition.set_name("own");
    *request.mutable_edition() = std::move(edition);
    const auto put = store_.repositories.editions.Put(TestCall(), request);
    ASSERT_TRUE(put.ok()) << put.status();
  }

  absl::StatusOr<internal::v1::ListSubmittedResponse> Day(
      const std::string& day) {
    internal::v1::ListSubmittedRequest request;
    request.mutable_query()->set_period(day);
    request.mutable_query()->set_edition("own");
    return store_.repositories.submitted_lists.List(TestCall(), request);
  }

  Texts Newest() {
    internal::v1::ListPapersRequest request;
    request.mutable_query()->set_edition("own");
    const auto list = store_.repositories.paper_lists.List(TestCall(), request);
    EXPECT_TRUE(list.ok()) << list.status();
    Texts ids;
    for (const auto& paper : list->page().papers()) ids.push_back(paper.id());
    return ids;
  }

  TestStore store_;
};

TEST_F(EditionListsTest, HaveTheirCategoriesAndTheirOwnNeighbours) {
  v1::Edition edition;
  edition.add_categories("cs.*");
  Put(edition);
  const auto list = Day("2026-11-18");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Ids(list->page()), Texts{"a:1"});
  EXPECT_EQ(list->page().total(), 1);
  EXPECT_EQ(list->page().next_period(), "2026-11-20");
  EXPECT_EQ(Day("2026-11-19")->page().papers_size(), 0);
  EXPECT_EQ(Day("")->page().period(), "2026-11-20");
  EXPECT_EQ(Newest(), (Texts{"a:3", "a:1"}));
}

TEST_F(EditionListsTest, HaveTheirAuthorsInAnyCase) {
  v1::Edition edition;
  edition.add_authors("emmy NOETHER");
  Put(edition);
  EXPECT_EQ(Newest(), Texts{"a:2"});
}

TEST_F(EditionListsTest, HaveTheirPhrasesWordByWordAsStems) {
  v1::Edition edition;
  edition.add_keywords("Graph Neural Network");
  Put(edition);
  EXPECT_EQ(Newest(), Texts{"a:1"});
  edition.clear_keywords();
  edition.add_keywords("graphs");
  Put(edition);
  EXPECT_EQ(Newest(), (Texts{"a:3", "a:1"}));
  edition.clear_keywords();
  edition.add_keywords("it's \"quoted\" & | ! (");
  Put(edition);
  EXPECT_EQ(Newest(), Texts());
}

TEST_F(EditionListsTest, OfAnUnknownEditionAreNotFound) {
  EXPECT_EQ(ReasonOf(Day("").status()), "EDITION_UNKNOWN");
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
