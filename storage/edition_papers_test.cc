#include "storage/edition_papers.h"

#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

v1::Edition OfKeywords(const Texts& keywords) {
  v1::Edition edition;
  edition.mutable_keywords()->Assign(keywords.begin(), keywords.end());
  return edition;
}

Texts Ids(const v1::ListSubmittedResponse& page) {
  Texts ids;
  for (const auto& paper : page.papers()) {
    ids.push_back(paper.listed().paper().id());
  }
  return ids;
}

class EditionListsTest : public ::testing::Test {
 protected:
  EditionListsTest() {
    AddPaper("a:1", "Graph neural networks", "cs.LG", "Ada Lovelace");
    AddPaper("a:2", "On numbers", "math.NT", "Emmy Noether");
    AddPaper("a:3", "A network of graphs", "cs.LG", "Kurt Godel");
    for (const auto& [paper, day] :
         {std::pair{"a:1", "2026-11-18"}, std::pair{"a:2", "2026-11-18"},
          std::pair{"a:2", "2026-11-19"}, std::pair{"a:3", "2026-11-20"}}) {
      Submit(paper, day, "ada");
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

  void Submit(const std::string& paper, const std::string& day,
              const std::string& submitter) {
    internal::v1::SubmitPaperRequest request;
    request.set_request_id(paper + day);
    request.mutable_submission()->set_paper_id(paper);
    request.mutable_submission()->set_day(day);
    request.mutable_submission()->set_submitter(submitter);
    request.mutable_submission()->mutable_at()->set_seconds(1795000000);
    const auto done =
        store_.repositories.submissions.Submit(TestCall(), request);
    ASSERT_TRUE(done.ok()) << done.status();
  }

  void Put(v1::Edition edition) {
    v1::PutEditionRequest request;
    edition.set_name("own");
    *request.mutable_edition() = std::move(edition);
    const auto put = store_.repositories.editions.Put(TestCall(), request);
    ASSERT_TRUE(put.ok()) << put.status();
  }

  absl::StatusOr<internal::v1::ListSubmittedResponse> Day(
      const std::string& day, const std::string& submitter = "") {
    internal::v1::ListSubmittedRequest request;
    request.mutable_query()->set_period(day);
    request.mutable_query()->set_edition("own");
    request.mutable_query()->set_submitter(submitter);
    return store_.repositories.submitted_lists.List(TestCall(), request);
  }

  v1::ListPapersResponse NewestPage(const std::string& token) {
    internal::v1::ListPapersRequest request;
    request.mutable_query()->set_edition("own");
    request.mutable_query()->set_page_token(token);
    const auto list = store_.repositories.paper_lists.List(TestCall(), request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->page() : v1::ListPapersResponse();
  }

  Texts Newest() {
    const v1::ListPapersResponse page = NewestPage("");
    Texts ids;
    for (const auto& paper : page.papers()) ids.push_back(paper.id());
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
  EXPECT_THAT(Ids(list->page()), ElementsAre("a:1"));
  EXPECT_EQ(list->page().total(), 1);
  EXPECT_EQ(list->page().next_period(), "2026-11-20");
  EXPECT_EQ(Day("2026-11-19")->page().papers_size(), 0);
  EXPECT_EQ(Day("")->page().period(), "2026-11-20");
  EXPECT_THAT(Newest(), ElementsAre("a:3", "a:1"));
}

TEST_F(EditionListsTest, HaveTheirAuthorsInAnyCase) {
  v1::Edition edition;
  edition.add_authors("emmy NOETHER");
  Put(edition);
  EXPECT_THAT(Newest(), ElementsAre("a:2"));
}

TEST_F(EditionListsTest, HaveTheirPhrasesWordByWordAsStems) {
  Put(OfKeywords({"Graph Neural Network"}));
  EXPECT_THAT(Newest(), ElementsAre("a:1"));
  Put(OfKeywords({"graphs"}));
  EXPECT_THAT(Newest(), ElementsAre("a:3", "a:1"));
  Put(OfKeywords({"it's \"quoted\" & | ! ("}));
  EXPECT_THAT(Newest(), IsEmpty());
}

TEST_F(EditionListsTest, HaveEveryFormOfAWordWhateverItsLetters) {
  AddPaper("a:4", "Codes for cities that die at a rate", "cs.IT", "A. B.");
  for (const char* keyword :
       {"coding", "code", "city", "cities", "rating", "rate", "dying"}) {
    Put(OfKeywords({keyword}));
    EXPECT_THAT(Newest(), ElementsAre("a:4")) << keyword;
  }
}

TEST_F(EditionListsTest, HaveTheirKeywordsAmongWordsThatNobodySearches) {
  Put(OfKeywords({"the", "of", "graphs", "number"}));
  EXPECT_THAT(Newest(), ElementsAre("a:3", "a:2", "a:1"));
  Put(OfKeywords({"the"}));
  EXPECT_THAT(Newest(), IsEmpty());
}

TEST_F(EditionListsTest, SplitATextOnceForAllKeywords) {
  Put(OfKeywords(Texts(50, "graphs")));
  const auto condition = store_.database.Read(
      TestCall(), [](Transaction& tx) { return EditionCondition(tx, "own"); });
  ASSERT_TRUE(condition.ok()) << condition.status();
  const size_t first = condition->find("to_tsvector");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(condition->find("to_tsvector", first + 1), std::string::npos);
}

TEST_F(EditionListsTest, GoOnBehindThePapersThatAPageLooksAt) {
  store_.Run(
      "insert into papers (id, title, announced) "
      "select 'b:' || n, 'Other', '2026-11-20' from generate_series(1, 4000) "
      "n");
  Put(OfKeywords({"number"}));
  const auto first = NewestPage("");
  EXPECT_EQ(first.papers_size(), 0);
  ASSERT_NE(first.next_page_token(), "");
  const auto second = NewestPage(first.next_page_token());
  ASSERT_EQ(second.papers_size(), 1);
  EXPECT_EQ(second.papers(0).id(), "a:2");
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(EditionListsTest, FindTheNeighboursOfOneSubmitterBehindManyOfOthers) {
  store_.Run(
      "insert into submissions (paper_id, day, submitter, at, score, "
      "automatic) "
      "select 'a:1', date '2026-11-21' + n, 'bob', '2026-11-21', 0, false "
      "from generate_series(0, 2100) n");
  Submit("a:1", "2036-11-21", "ada");
  Put(OfKeywords({"graphs"}));
  const auto list = Day("2026-11-20", "ada");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->page().previous_period(), "2026-11-18");
  EXPECT_EQ(list->page().next_period(), "2036-11-21");
}

TEST_F(EditionListsTest, OfAnUnknownEditionAreNotFound) {
  EXPECT_EQ(ReasonOf(Day("").status()), "EDITION_UNKNOWN");
}

}  // namespace
}  // namespace broadsheet::storage
