#include "recommend/ranking.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::UnorderedElementsAre;

// "p9" to "p0", numbered so that numbers and ids go in opposite orders; the odd
// ones are of hep-th, the others of cs.LG.
class RankingTest : public ::testing::Test {
 protected:
  RankingTest() {
    for (int i = 9; i >= 0; --i) {
      v1::Paper paper = MakePaper(absl::StrCat("p", i), "Title");
      if (i % 2 == 1) paper.set_categories(0, "hep-th");
      ApplyRow(MakeRow(paper), &model_);
    }
    ApplyRow(MakeEvent("ada", v1::EVENT_KIND_HIDE, "p1"), &model_);
    ApplyRow(MakeEvent("ada", v1::EVENT_KIND_VIEW, "p3"), &model_);
  }

  const Catalogue& catalogue() const { return model_.catalogue(); }
  DocId Doc(const std::string& id) const {
    return catalogue().Find(id).value();
  }
  std::vector<std::string> Ids(const std::vector<DocId>& docs) const {
    std::vector<std::string> ids;
    for (const DocId doc : docs) ids.push_back(catalogue().id(doc));
    return ids;
  }
  std::vector<std::string> Admitted(const FilterOptions& options) const {
    const Filter filter(&catalogue(), options);
    std::vector<DocId> docs;
    for (DocId doc = 0; doc < catalogue().size(); ++doc) {
      if (filter.Admits(doc)) docs.push_back(doc);
    }
    return Ids(EachOnceById(catalogue(), docs));
  }

  ReadModel model_;
};

TEST_F(RankingTest, KeepsTheBestAndTakesEqualOnesById) {
  TopList top(&catalogue(), 3);
  for (DocId doc = 0; doc < 10; ++doc) top.Offer({doc, doc == 4 ? 2.0 : 1.0});
  std::vector<DocId> docs;
  for (const ScoredDoc& doc : top.Take()) docs.push_back(doc.doc);
  EXPECT_THAT(Ids(docs), ElementsAre("p5", "p0", "p1"));
}

TEST_F(RankingTest, KeepsNothingOfAnEmptyList) {
  TopList top(&catalogue(), 0);
  top.Offer({1, 1});
  EXPECT_FALSE(top.Wants(5));
  EXPECT_THAT(top.Take(), IsEmpty());
}

TEST_F(RankingTest, PutsPapersInTheOrderOfTheirIdsEachOnce) {
  EXPECT_THAT(Ids(EachOnceById(catalogue(), {0, 9, 4, 9, 0})),
              ElementsAre("p0", "p5", "p9"));
}

TEST_F(RankingTest, LeavesOutWhatTheReaderDoesNotWantOrHasSeen) {
  FilterOptions options;
  options.reader = &model_.readers().Get(*model_.readers().Find("ada"));
  options.categories = {"hep-th"};
  EXPECT_THAT(Admitted(options), ElementsAre("p3", "p5", "p7", "p9"));
  options.drop_seen = true;
  EXPECT_THAT(Admitted(options), ElementsAre("p5", "p7", "p9"));
}

TEST_F(RankingTest, LeavesOutWhatEarlierPagesHad) {
  FilterOptions options;
  options.categories = {"cs.LG"};
  options.served = {PaperKey("p0"), PaperKey("p4"), PaperKey("p1")};
  EXPECT_THAT(Admitted(options), ElementsAre("p2", "p6", "p8"));
}

TEST_F(RankingTest, AdmitsOnlyWhatAllConditionsAdmit) {
  FilterOptions options;
  options.only = absl::flat_hash_set<DocId>{Doc("p2"), Doc("p5"), Doc("p6")};
  const absl::flat_hash_set<DocId> edition = {Doc("p5"), Doc("p6"), Doc("p8")};
  options.within = &edition;
  EXPECT_THAT(Admitted(options), ElementsAre("p5", "p6"));
  options.categories = {"cs.LG"};
  EXPECT_THAT(Admitted(options), ElementsAre("p6"));
  options.categories = {"unknown"};
  EXPECT_THAT(Admitted(options), IsEmpty());
}

TEST_F(RankingTest, NamesAllThatCanBeAdmittedWhenTheyAreFew) {
  EXPECT_FALSE(Filter(&catalogue(), {}).Few().has_value());
  FilterOptions options;
  options.categories = {"hep-th", "hep-th"};
  EXPECT_THAT(Filter(&catalogue(), options).Few(),
              Optional(UnorderedElementsAre(Doc("p1"), Doc("p3"), Doc("p5"),
                                            Doc("p7"), Doc("p9"))));
  options.categories = {"unknown"};
  EXPECT_THAT(Filter(&catalogue(), options).Few(), Optional(IsEmpty()));
  options.only = absl::flat_hash_set<DocId>{Doc("p2")};
  EXPECT_THAT(Filter(&catalogue(), options).Few(),
              Optional(ElementsAre(Doc("p2"))));
}

TEST_F(RankingTest, NamesNoneWhenTheyAreMany) {
  absl::flat_hash_set<DocId> edition;
  for (DocId doc = 0; doc <= 20'000; ++doc) edition.insert(doc);
  FilterOptions options;
  options.within = &edition;
  EXPECT_FALSE(Filter(&catalogue(), options).Few().has_value());
  edition.erase(0);
  EXPECT_TRUE(Filter(&catalogue(), options).Few().has_value());
}

TEST_F(RankingTest, NamesNoneOfCategoriesThatAreMuchOfTheCatalogue) {
  FilterOptions options;
  options.categories = {"math.NA"};
  for (int i = 0; i < 1000; ++i) {
    v1::Paper paper = MakePaper(absl::StrCat("n", i), "Title");
    paper.set_categories(0, "math.NA");
    ApplyRow(MakeRow(paper), &model_);
  }
  EXPECT_TRUE(Filter(&catalogue(), options).Few().has_value());
  v1::Paper one_more = MakePaper("more", "Title");
  one_more.set_categories(0, "math.NA");
  ApplyRow(MakeRow(one_more), &model_);
  EXPECT_FALSE(Filter(&catalogue(), options).Few().has_value());
}

}  // namespace
}  // namespace broadsheet::recommend
