#include "storage/paper_aliases.h"

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "storage/paper_repository.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using v1::Paper;
using v1::PaperResult;

Paper Record(const std::string& id, const std::string& doi) {
  Paper paper = MakePaper(id);
  paper.set_title("A title");
  paper.set_doi(doi);
  return paper;
}

std::vector<PaperResult> Upsert(TestStore* store,
                                const std::vector<Paper>& papers,
                                int precedence = 0) {
  internal::v1::UpsertPapersRequest request;
  request.set_precedence(precedence);
  for (const Paper& paper : papers) *request.add_papers() = paper;
  const auto response = store->repositories.papers.Upsert(TestCall(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return std::vector<PaperResult>(papers.size());
  return {response->results().begin(), response->results().end()};
}

TEST(DoiAlias, IsTheSameForAnyCase) {
  EXPECT_EQ(DoiAlias(Record("2401.00001", "10.1/ABC")), "doi:10.1/abc");
  EXPECT_EQ(DoiAlias(Record("doi:10.1/ABC", "")), "doi:10.1/abc");
  EXPECT_EQ(DoiAlias(Record("2401.00001", "")), "");
  EXPECT_EQ(DoiAlias(Record("2401.00001", std::string(501, 'x'))), "");
}

TEST(DoiAlias, IsNothingForArxivsOwn) {
  const Paper paper = Record("openalex:W1", "10.48550/arXiv.2401.00001");
  EXPECT_EQ(DoiAlias(paper), "");
  EXPECT_EQ(OwnId(paper), "2401.00001");
  EXPECT_EQ(OwnId(Record("doi:10.48550/arxiv.hep-th/9901001", "")),
            "hep-th/9901001");
  EXPECT_EQ(OwnId(Record("s2:1", "10.48550/arxiv.nonsense")), "s2:1");
}

TEST(PaperAliases, BringARecordToThePaperWithItsDoi) {
  TestStore store;
  Upsert(&store, {Record("2401.00001", "10.1/X")});
  Paper other = Record("openalex:W1", "10.1/x");
  other.set_journal_ref("Journal");
  const auto results = Upsert(&store, {other}, 50);
  EXPECT_EQ(results[0].paper_id(), "2401.00001");
  EXPECT_EQ(results[0].outcome(), PaperResult::OUTCOME_UPDATED);
  EXPECT_EQ(store.GetPaper("2401.00001").journal_ref(), "Journal");
  EXPECT_EQ(store.GetPaper("2401.00001").title(), "A title");
  EXPECT_EQ(store.Run("select id from papers"), "2401.00001\n");
  // From now on by its id alone.
  other.clear_doi();
  EXPECT_EQ(Upsert(&store, {other}, 50)[0].outcome(),
            PaperResult::OUTCOME_UNCHANGED);
}

TEST(PaperAliases, MergeAPaperThatLaterTurnsOutToBeAnother) {
  TestStore store;
  Paper other = Record("openalex:W1", "");
  other.set_journal_ref("Journal");
  Upsert(&store, {other}, 50);
  Upsert(&store, {Record("2401.00001", "10.1/X")});
  other.set_doi("10.1/x");
  EXPECT_EQ(Upsert(&store, {other}, 50)[0].paper_id(), "2401.00001");
  EXPECT_EQ(store.GetPaper("openalex:W1").merged_into(), "2401.00001");
  EXPECT_TRUE(store.GetPaper("openalex:W1").withdrawn());
  EXPECT_FALSE(store.GetPaper("2401.00001").withdrawn());
  EXPECT_EQ(store.GetPaper("2401.00001").journal_ref(), "Journal");
  EXPECT_EQ(Upsert(&store, {other}, 50)[0].outcome(),
            PaperResult::OUTCOME_UNCHANGED);
}

TEST(PaperAliases, BringARecordToTheArxivIdInItsDoi) {
  TestStore store;
  const auto results =
      Upsert(&store, {Record("openalex:W1", "10.48550/arXiv.2401.00001v2")});
  EXPECT_EQ(results[0].paper_id(), "2401.00001");
  EXPECT_EQ(results[0].outcome(), PaperResult::OUTCOME_CREATED);
  EXPECT_EQ(Upsert(&store, {MakePaper("2401.00001")})[0].outcome(),
            PaperResult::OUTCOME_UPDATED);
  Paper again = MakePaper("openalex:W1");
  EXPECT_EQ(Upsert(&store, {again})[0].paper_id(), "2401.00001");
}

TEST(PaperAliases, MergeAnOlderRecordIntoArxivs) {
  TestStore store;
  Paper older = Record("openalex:W1", "10.1/x");
  older.set_journal_ref("Journal");
  older.set_title("Another title");
  Upsert(&store, {older}, 50);
  const auto results = Upsert(&store, {Record("2401.00001", "10.1/X")});
  EXPECT_EQ(results[0].outcome(), PaperResult::OUTCOME_CREATED);
  const Paper merged = store.GetPaper("openalex:W1");
  EXPECT_EQ(merged.merged_into(), "2401.00001");
  EXPECT_TRUE(merged.withdrawn());
  EXPECT_EQ(merged.revision(), 2);
  const Paper paper = store.GetPaper("2401.00001");
  EXPECT_EQ(paper.journal_ref(), "Journal");
  EXPECT_EQ(paper.title(), "A title");
  EXPECT_FALSE(paper.withdrawn());
  const auto changes = store.Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[2].paper().DebugString(), merged.DebugString());
  // Whatever comes for it later goes to arXiv's.
  EXPECT_EQ(Upsert(&store, {older}, 50)[0].paper_id(), "2401.00001");
  EXPECT_EQ(Upsert(&store, {Record("s2:7", "10.1/x")}, 50)[0].paper_id(),
            "2401.00001");
  EXPECT_EQ(Upsert(&store, {Record("2401.00001", "10.1/X")})[0].outcome(),
            PaperResult::OUTCOME_UNCHANGED);
}

TEST(PaperAliases, FollowAPaperThatWasMergedMeanwhile) {
  TestStore store;
  Upsert(&store, {Record("doi:10.1/x", "")});
  // Known under its own id by the one that is then merged.
  Upsert(&store, {Record("s2:7", "10.1/x")});
  Upsert(&store, {Record("2401.00001", "10.1/x")});
  EXPECT_EQ(store.GetPaper("doi:10.1/x").merged_into(), "2401.00001");
  EXPECT_EQ(Upsert(&store, {MakePaper("s2:7")})[0].paper_id(), "2401.00001");
}

TEST(PaperAliases, AreFoundWithinABatch) {
  TestStore store;
  const auto results =
      Upsert(&store, {Record("s2:7", "10.1/x"), Record("openalex:W1", "10.2/y"),
                      Record("2401.00001", "10.1/x")});
  EXPECT_EQ(results[0].paper_id(), "2401.00001");
  EXPECT_EQ(results[1].paper_id(), "openalex:W1");
  EXPECT_EQ(results[2].outcome(), PaperResult::OUTCOME_CREATED);
  EXPECT_EQ(store.Run("select count(*) from papers"), "2\n");
}

TEST(PaperAliases, NeverMergeTwoPapersOfArxiv) {
  TestStore store;
  Upsert(&store, {Record("2401.00001", "10.1/x")});
  const auto results = Upsert(&store, {Record("2401.00002", "10.1/x")});
  EXPECT_EQ(results[0].paper_id(), "2401.00002");
  EXPECT_EQ(store.Run("select count(*) from papers where not withdrawn"),
            "2\n");
  EXPECT_EQ(store.Run("select paper_id from aliases"), "2401.00001\n");
}

TEST(PaperAliases, AreExactWhenSourcesComeTogether) {
  TestStore store;
  std::vector<std::thread> sources;
  for (const char* prefix : {"openalex:W", "s2:", "2401.0000", "doi:10.1/"}) {
    sources.emplace_back([&store, prefix = std::string(prefix)] {
      for (int i = 1; i < 10; ++i) {
        Upsert(&store, {Record(prefix + std::to_string(i),
                               "10.1/" + std::to_string(i))});
      }
    });
  }
  for (std::thread& source : sources) source.join();
  EXPECT_EQ(store.Run("select id from papers where merged_into = '' "
                      "order by id limit 1"),
            "2401.00001\n");
  EXPECT_EQ(store.Run("select count(*) from papers where merged_into = ''"),
            "9\n");
}

}  // namespace
}  // namespace broadsheet::storage
