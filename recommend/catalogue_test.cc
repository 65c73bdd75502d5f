#include "recommend/catalogue.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CatalogueTest : public ::testing::Test {
 protected:
  void Put(const v1::Paper& paper) {
    TextAnalyzer analyzer;
    catalogue_.Put(catalogue_.Intern(paper.id()),
                   AnalyzePaper(paper, &analyzer));
  }
  // Of the category, in the order of the visit, `most` at most.
  std::vector<std::string> Visited(const std::string& category,
                                   size_t most = 100) {
    std::vector<std::string> ids;
    catalogue_.VisitCategory(catalogue_.FindCategory(category).value(),
                             [&](DocId doc, int32_t) {
                               ids.push_back(catalogue_.id(doc));
                               return ids.size() < most;
                             });
    return ids;
  }

  Catalogue catalogue_;
};

v1::Paper Dated(const std::string& id, const std::string& day,
                int64_t revision = 1) {
  v1::Paper paper = MakePaper(id, "On " + id, "", day);
  paper.set_revision(revision);
  return paper;
}

TEST_F(CatalogueTest, VisitsACategoryLatestFirstAndUndatedLast) {
  Put(Dated("b", "2026-06-02"));
  Put(Dated("undated", ""));
  Put(Dated("c", "2026-06-03"));
  Put(Dated("a", "2026-06-01"));
  EXPECT_THAT(Visited("cs.LG"), ElementsAre("c", "b", "a", "undated"));
  EXPECT_THAT(Visited("cs.LG", 2), ElementsAre("c", "b"));
}

TEST_F(CatalogueTest, MovesAPaperWithItsDayAndCategory) {
  Put(Dated("a", "2026-06-01"));
  Put(Dated("b", "2026-06-02"));
  Put(Dated("a", "2026-06-03", 2));
  EXPECT_THAT(Visited("cs.LG"), ElementsAre("a", "b"));
  v1::Paper moved = Dated("a", "2026-06-03", 3);
  moved.set_categories(0, "hep-th");
  Put(moved);
  EXPECT_THAT(Visited("cs.LG"), ElementsAre("b"));
  EXPECT_THAT(Visited("hep-th"), ElementsAre("a"));
}

TEST_F(CatalogueTest, CountsTheListedPapersOfACategory) {
  Put(Dated("a", "2026-06-01"));
  Put(Dated("b", "2026-06-02"));
  const CategoryId category = catalogue_.FindCategory("cs.LG").value();
  EXPECT_EQ(catalogue_.CategorySize(category), 2u);
  v1::Paper withdrawn = Dated("b", "2026-06-02", 2);
  withdrawn.set_withdrawn(true);
  Put(withdrawn);
  EXPECT_EQ(catalogue_.CategorySize(category), 1u);
  EXPECT_THAT(Visited("cs.LG"), ElementsAre("a"));
}

TEST_F(CatalogueTest, IgnoresAnOlderRevision) {
  Put(Dated("a", "2026-06-03", 2));
  Put(Dated("a", "2026-06-01", 1));
  EXPECT_EQ(catalogue_.Get(0).announced, DayNumber("2026-06-03"));
  EXPECT_EQ(catalogue_.papers(), 1);
}

TEST_F(CatalogueTest, LeadsFromAMergedPaperToWhatItBecame) {
  v1::Paper merged = Dated("doi", "2026-06-01");
  merged.set_merged_into("a");
  merged.set_withdrawn(true);
  Put(merged);
  Put(Dated("a", "2026-06-01"));
  EXPECT_EQ(catalogue_.Find("doi"), catalogue_.Find("a"));
  EXPECT_EQ(catalogue_.papers(), 1);
}

TEST_F(CatalogueTest, HasNothingInACategoryThatIsKnownByNameAlone) {
  v1::Paper withdrawn = Dated("a", "2026-06-01");
  withdrawn.set_withdrawn(true);
  Put(withdrawn);
  EXPECT_THAT(Visited("cs.LG"), IsEmpty());
  EXPECT_EQ(catalogue_.CategorySize(0), 0u);
}

}  // namespace
}  // namespace broadsheet::recommend
