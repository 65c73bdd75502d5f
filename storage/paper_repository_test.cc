#include "storage/paper_repository.h"

#include <string>
#include <thread>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/catalogue_status.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using v1::PaperResult;

internal::v1::UpsertPapersRequest Batch(const std::vector<v1::Paper>& papers) {
  internal::v1::UpsertPapersRequest request;
  for (const v1::Paper& paper : papers) *request.add_papers() = paper;
  return request;
}

std::string Without(v1::Paper paper) {
  paper.clear_first_seen();
  paper.clear_revision();
  return paper.DebugString();
}

TEST(PaperRepository, GivesBackWhatItTook) {
  TestStore store;
  v1::Paper paper = MakePaper("hep-th/9901001");
  paper.set_comment("12 pages");
  paper.set_doi("10.1/x");
  paper.clear_announced();
  v1::PaperVersion* version = paper.add_versions();
  version->set_number(2);
  version->mutable_submitted_at()->set_seconds(1000);
  paper.add_links()->set_url("https://github.com/a/b");
  paper.mutable_links(0)->set_kind(v1::PaperLink::KIND_CODE);
  paper.add_keywords("a \"keyword\"");
  paper.set_summary("One sentence.");
  paper.add_signals()->set_name("citations");
  const auto response =
      store.repositories.papers.Upsert(TestCall(), Batch({paper}));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).outcome(), PaperResult::OUTCOME_CREATED);
  EXPECT_GT(response->position().commit(), 0u);
  const v1::Paper stored = store.GetPaper("hep-th/9901001");
  EXPECT_EQ(Without(stored), Without(paper));
  EXPECT_EQ(stored.revision(), 1);
  EXPECT_TRUE(stored.has_first_seen());
}

TEST(PaperRepository, WritesNothingForUnchangedPapers) {
  TestStore store;
  const auto batch = Batch({MakePaper("a:1"), MakePaper("a:2")});
  ASSERT_TRUE(store.repositories.papers.Upsert(TestCall(), batch).ok());
  const std::string rows = store.Run("select ctid, xmin, xmax from papers");
  const auto again = store.repositories.papers.Upsert(TestCall(), batch);
  ASSERT_TRUE(again.ok()) << again.status();
  for (const PaperResult& result : again->results()) {
    EXPECT_EQ(result.outcome(), PaperResult::OUTCOME_UNCHANGED);
  }
  EXPECT_EQ(store.Run("select ctid, xmin, xmax from papers"), rows);
  EXPECT_EQ(store.Changes().size(), 2u);
}

TEST(PaperRepository, TellsFollowersTheMergedRecord) {
  TestStore store;
  store.AddPapers({"a:1"});
  v1::Paper record;
  record.set_id("a:1");
  record.set_title("Better title");
  const auto response =
      store.repositories.papers.Upsert(TestCall(), Batch({record}));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).outcome(), PaperResult::OUTCOME_UPDATED);
  const v1::Paper stored = store.GetPaper("a:1");
  EXPECT_EQ(stored.title(), "Better title");
  EXPECT_EQ(stored.abstract(), MakePaper("a:1").abstract());
  EXPECT_EQ(store.Changes().back().paper().DebugString(), stored.DebugString());
}

TEST(PaperRepository, RefusesBadPapersAndTakesTheOthers) {
  TestStore store;
  v1::Paper nul = MakePaper("a:1");
  nul.set_abstract(std::string("a\0b", 3));
  v1::Paper day = MakePaper("a:2");
  day.set_announced("2026-02-30");
  v1::Paper big = MakePaper("a:3");
  big.set_abstract(std::string(100001, 'x'));
  v1::Paper link = MakePaper("a:5");
  link.add_links()->set_url("javascript:alert(1)");
  v1::Paper version = MakePaper("a:6");
  version.add_versions()->set_number(0);
  v1::Paper signal = MakePaper("a:7");
  signal.add_signals()->set_name("Stars");
  const auto response = store.repositories.papers.Upsert(
      TestCall(), Batch({nul, day, big, MakePaper("a:4"), MakePaper("a:4"),
                         link, version, signal}));
  ASSERT_TRUE(response.ok()) << response.status();
  const char* fields[] = {
      "abstract", "announced", "abstract",        "",
      "id",       "links.url", "versions.number", "signals.name"};
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(response->results(i).field(), fields[i]);
    EXPECT_EQ(response->results(i).record(), i + 1);
  }
  EXPECT_EQ(store.Run("select id from papers"), "a:4\n");
}

TEST(PaperRepository, RemembersWhatEachFieldIsBelievedBy) {
  TestStore store;
  auto request = Batch({MakePaper("a:1")});
  request.set_precedence(40);
  auto& papers = store.repositories.papers;
  ASSERT_TRUE(papers.Upsert(TestCall(), request).ok());
  request.mutable_papers(0)->set_title("Better");
  request.set_precedence(60);
  EXPECT_EQ(papers.Upsert(TestCall(), request)->results(0).outcome(),
            PaperResult::OUTCOME_UPDATED);
  request.mutable_papers(0)->set_title("Worse");
  request.set_precedence(50);
  EXPECT_EQ(papers.Upsert(TestCall(), request)->results(0).outcome(),
            PaperResult::OUTCOME_UNCHANGED);
  EXPECT_EQ(store.GetPaper("a:1").title(), "Better");
  request.set_precedence(101);
  EXPECT_EQ(ReasonOf(papers.Upsert(TestCall(), request).status()),
            "INVALID_FIELD");
}

TEST(PaperRepository, ChangesOnlyTheRevisionThatARecordWasMadeFrom) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  auto& papers = store.repositories.papers;
  auto request = Batch({store.GetPaper("a:1"), store.GetPaper("a:2")});
  request.set_if_revision(true);
  request.mutable_papers(0)->set_title("First");
  ASSERT_EQ(papers.Upsert(TestCall(), request)->results(0).outcome(),
            PaperResult::OUTCOME_UPDATED);
  // Made from the same revision, it would undo the first one.
  request.mutable_papers(0)->set_title("Second");
  request.mutable_papers(1)->set_title("Other");
  const auto late = papers.Upsert(TestCall(), request);
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->results(0).outcome(), PaperResult::OUTCOME_REFUSED);
  EXPECT_EQ(late->results(0).field(), "revision");
  EXPECT_EQ(late->results(1).outcome(), PaperResult::OUTCOME_UPDATED);
  EXPECT_EQ(store.GetPaper("a:1").title(), "First");
  // There is nothing that a new paper was made from.
  auto unknown = Batch({MakePaper("a:3")});
  unknown.set_if_revision(true);
  EXPECT_EQ(papers.Upsert(TestCall(), unknown)->results(0).field(), "revision");
  EXPECT_EQ(store.Run("select count(*) from papers"), "2\n");
}

// The survivor counts its revisions anew: they say nothing of what was read.
TEST(PaperRepository, ChangesNoPaperThatAnotherWasMergedIntoMeanwhile) {
  TestStore store;
  auto& papers = store.repositories.papers;
  v1::Paper published = MakePaper("doi:10.1/x");
  published.set_doi("10.1/x");
  ASSERT_TRUE(papers.Upsert(TestCall(), Batch({published})).ok());
  v1::Paper read = store.GetPaper("doi:10.1/x");
  v1::Paper preprint = MakePaper("2407.21783");
  preprint.set_doi("10.1/x");
  ASSERT_TRUE(papers.Upsert(TestCall(), Batch({preprint})).ok());
  read.set_title("Changed");
  auto request = Batch({read});
  request.set_if_revision(true);
  EXPECT_EQ(ReasonOf(papers.Upsert(TestCall(), request).status()),
            "INVALID_FIELD");
  request.mutable_papers(0)->clear_doi();
  for (const int64_t revision : {1, 2}) {
    request.mutable_papers(0)->set_revision(revision);
    const auto late = papers.Upsert(TestCall(), request);
    ASSERT_TRUE(late.ok()) << late.status();
    EXPECT_EQ(late->results(0).field(), "revision");
  }
  EXPECT_EQ(store.Run("select count(*) from papers where title = 'Changed'"),
            "0\n");
}

// Each adds a word to the title that it read.
TEST(PaperRepository, OfManyWhoChangeAPaperNoneUndoesAnother) {
  constexpr int kWriters = 4;
  constexpr int kWords = 5;
  TestStore store;
  store.AddPapers({"a:1"});
  auto& papers = store.repositories.papers;
  const auto add_word = [&] {
    for (int tries = 0; tries < 1000; ++tries) {
      auto request = Batch({store.GetPaper("a:1")});
      request.set_if_revision(true);
      request.mutable_papers(0)->mutable_title()->append(" x");
      const auto response = papers.Upsert(TestCall(), request);
      ASSERT_TRUE(response.ok()) << response.status();
      if (response->results(0).outcome() == PaperResult::OUTCOME_UPDATED) {
        return;
      }
    }
    ADD_FAILURE() << "somebody else is always faster";
  };
  const std::string before = store.GetPaper("a:1").title();
  std::vector<std::jthread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (int word = 0; word < kWords; ++word) add_word();
    });
  }
  writers.clear();
  EXPECT_EQ(store.GetPaper("a:1").title().size(),
            before.size() + 2 * kWriters * kWords);
}

TEST(PaperRepository, RefusesAnEmptyBatch) {
  TestStore store;
  const auto response = store.repositories.papers.Upsert(TestCall(), Batch({}));
  EXPECT_EQ(ReasonOf(response.status()), "INVALID_FIELD");
}

TEST(PaperRepository, LosesNoUpdateOfConcurrentWriters) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 20; ++i) {
        v1::Paper one = MakePaper("a:1"), two = MakePaper("a:2");
        one.set_comment(std::to_string(writer * 100 + i));
        two.set_doi(std::to_string(writer * 100 + i));
        const auto response = store.repositories.papers.Upsert(
            TestCall(),
            writer % 2 == 0 ? Batch({one, two}) : Batch({two, one}));
        EXPECT_TRUE(response.ok()) << response.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(store.GetPaper("a:1").revision(), 81);
  EXPECT_EQ(store.Changes().size(), 2u + 2 * 80);
}

TEST(PaperRepository, WithdrawsAPaperOnce) {
  TestStore store;
  store.AddPapers({"a:1"});
  internal::v1::SetWithdrawnRequest request;
  request.set_paper_id("a:1");
  request.set_withdrawn(true);
  auto& papers = store.repositories.papers;
  EXPECT_TRUE(papers.SetWithdrawn(TestCall(), request)->changed());
  EXPECT_FALSE(papers.SetWithdrawn(TestCall(), request)->changed());
  EXPECT_TRUE(store.Changes().back().paper().withdrawn());
  EXPECT_EQ(store.Changes().size(), 2u);
  request.set_paper_id("a:9");
  EXPECT_TRUE(
      absl::IsNotFound(papers.SetWithdrawn(TestCall(), request).status()));
}

std::vector<std::string> ListAll(TestStore* store,
                                 v1::ListPapersRequest query) {
  std::vector<std::string> ids;
  internal::v1::ListPapersRequest request;
  *request.mutable_query() = query;
  do {
    const auto response =
        store->repositories.paper_lists.List(TestCall(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) break;
    for (const auto& paper : response->page().papers()) {
      ids.push_back(paper.id());
    }
    request.mutable_query()->set_page_token(response->page().next_page_token());
  } while (!request.query().page_token().empty());
  return ids;
}

TEST(PaperLists, PageThroughTheNewestFirst) {
  TestStore store;
  v1::Paper newer = MakePaper("a:2"), undated = MakePaper("a:3");
  newer.set_announced("2026-11-21");
  newer.set_categories(0, "math.CO");
  undated.clear_announced();
  ASSERT_TRUE(store.repositories.papers
                  .Upsert(TestCall(), Batch({MakePaper("a:4"), newer, undated,
                                             MakePaper("a:1")}))
                  .ok());
  v1::ListPapersRequest query;
  query.set_page_size(1);
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ListAll(&store, query), (Ids{"a:2", "a:1", "a:4", "a:3"}));
  query.set_category("cs.CL");
  EXPECT_EQ(ListAll(&store, query), (Ids{"a:1", "a:4", "a:3"}));
  query.set_last_day("2026-11-20");
  EXPECT_EQ(ListAll(&store, query), (Ids{"a:1", "a:4"}));
  query.set_author("Møller, {Jens}");
  EXPECT_EQ(ListAll(&store, query), (Ids{"a:1", "a:4"}));
  query.set_author("O'Neill'; drop table papers; --");
  EXPECT_EQ(ListAll(&store, query), Ids{});
}

TEST(PaperLists, RefuseTheTokenOfAnotherList) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  internal::v1::ListPapersRequest request;
  request.mutable_query()->set_page_size(1);
  const auto first = store.repositories.paper_lists.List(TestCall(), request);
  ASSERT_TRUE(first.ok());
  request.mutable_query()->set_category("cs.CL");
  request.mutable_query()->set_page_token(first->page().next_page_token());
  EXPECT_EQ(
      ReasonOf(
          store.repositories.paper_lists.List(TestCall(), request).status()),
      "BAD_PAGE_TOKEN");
}

TEST(DeadLetters, AreKeptOnceAndListedNewestFirst) {
  TestStore store;
  internal::v1::AddDeadLettersRequest add;
  for (int i = 0; i < 3; ++i) {
    v1::DeadLetter* letter = add.add_dead_letters();
    letter->set_id("letter" + std::to_string(i));
    letter->set_source("jsonl");
    letter->set_excerpt(std::string("{\0}", 3));
    letter->mutable_at()->set_seconds(1000 + i);
  }
  auto& letters = store.repositories.dead_letters;
  ASSERT_TRUE(letters.Add(TestCall(), add).ok());
  ASSERT_TRUE(letters.Add(TestCall(), add).ok());
  internal::v1::ListDeadLettersRequest list;
  list.mutable_query()->set_page_size(2);
  const auto first = letters.List(TestCall(), list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->page().dead_letters_size(), 2);
  EXPECT_EQ(first->page().dead_letters(0).id(), "letter2");
  EXPECT_EQ(first->page().dead_letters(0).excerpt(), "{\xEF\xBF\xBD}");
  list.mutable_query()->set_page_token(first->page().next_page_token());
  const auto second = letters.List(TestCall(), list);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->page().dead_letters_size(), 1);
  EXPECT_EQ(second->page().next_page_token(), "");
}

TEST(DeadLetters, AreReadAndDeletedById) {
  TestStore store;
  internal::v1::AddDeadLettersRequest add;
  for (int i = 0; i < 3; ++i) {
    v1::DeadLetter* letter = add.add_dead_letters();
    letter->set_id("letter" + std::to_string(i));
    letter->set_format(v1::INPUT_FORMAT_RIS);
    letter->set_complete(i == 1);
    letter->set_event(i == 2);
    letter->set_excerpt(std::string(70000, 'x'));
    letter->mutable_at()->set_seconds(1000 + i);
  }
  auto& letters = store.repositories.dead_letters;
  ASSERT_TRUE(letters.Add(TestCall(), add).ok());
  internal::v1::ListDeadLettersRequest list;
  for (const char* id : {"letter1", "letter2", "letter9"}) list.add_ids(id);
  const auto found = letters.List(TestCall(), list);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->page().dead_letters_size(), 2);
  const v1::DeadLetter& first = found->page().dead_letters(0);
  EXPECT_EQ(first.id(), "letter2");
  EXPECT_EQ(first.format(), v1::INPUT_FORMAT_RIS);
  EXPECT_TRUE(first.event());
  EXPECT_EQ(first.excerpt().size(), 65536u);
  EXPECT_TRUE(found->page().dead_letters(1).complete());
  internal::v1::DeleteDeadLettersRequest remove;
  *remove.mutable_ids() = list.ids();
  EXPECT_EQ(letters.Delete(TestCall(), remove)->deleted(), 2);
  EXPECT_EQ(letters.Delete(TestCall(), remove)->deleted(), 0);
  EXPECT_EQ(store.Run("select id from dead_letters"), "letter0\n");
}

TEST(CatalogueStatus, CountsEverything) {
  TestStore store;
  store.AddPapers({"a:1", "a:2"});
  const auto status = ReadCatalogueStatus(TestCall(), &store.database);
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->papers(), 2);
  EXPECT_EQ(status->changes(), 2);
  EXPECT_EQ(status->latest_announced(), "2026-11-20");
  EXPECT_EQ(status->latest_list(), "");
}

}  // namespace
}  // namespace broadsheet::storage
