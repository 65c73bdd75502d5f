#include "recommend/edition_index.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/read_model.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class EditionIndexTest : public ::testing::Test {
 protected:
  void Put(const v1::Paper& paper) { ApplyRow(MakeRow(paper), &model_); }
  void Put(v1::Edition edition, bool deleted = false) {
    v1::EditionRow row;
    edition.set_name("e");
    edition.set_revision(++revision_);
    *row.mutable_edition() = std::move(edition);
    row.set_deleted(deleted);
    model_.Apply(row);
  }
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    for (const DocId doc : *model_.editions().Find("e")) {
      ids.push_back(model_.catalogue().id(doc));
    }
    return ids;
  }

  ReadModel model_;
  int64_t revision_ = 0;
};

TEST_F(EditionIndexTest, HasPapersOfItsCategoriesAndArchives) {
  for (const char* category : {"cs.CL", "cs.LG", "hep-th", "csx.AB"}) {
    v1::Paper paper = MakePaper(category, "A title");
    paper.set_categories(0, category);
    Put(paper);
  }
  v1::Edition edition;
  edition.add_categories("cs.*");
  edition.add_categories("hep-th");
  Put(edition);
  EXPECT_THAT(Ids(), UnorderedElementsAre("cs.CL", "cs.LG", "hep-th"));
}

TEST_F(EditionIndexTest, HasPapersOfItsAuthorsHoweverTheyAreWritten) {
  v1::Paper paper = MakePaper("1", "A title");
  paper.add_authors("Jens Møller");
  Put(paper);
  v1::Edition edition;
  edition.add_authors("jens møller");
  Put(edition);
  EXPECT_THAT(Ids(), UnorderedElementsAre("1"));
}

TEST_F(EditionIndexTest, MatchesWordsByStemAndPhrasesInOrder) {
  Put(MakePaper("1", "Diffusion models of the brain"));
  Put(MakePaper("2", "Models without it", "The diffusing of ink"));
  Put(MakePaper("3", "Brains", "A model of diffusion"));
  v1::Edition words;
  words.add_keywords("diffusion");
  Put(words);
  EXPECT_THAT(Ids(), UnorderedElementsAre("1", "2", "3"));
  v1::Edition phrase;
  phrase.add_keywords("Diffusion models");
  Put(phrase);
  EXPECT_THAT(Ids(), UnorderedElementsAre("1"));
}

TEST_F(EditionIndexTest, FollowsItsPapers) {
  v1::Edition edition;
  edition.add_keywords("quantum");
  Put(edition);
  v1::Paper paper = MakePaper("1", "Quantum codes");
  Put(paper);
  EXPECT_THAT(Ids(), UnorderedElementsAre("1"));
  paper.set_title("Codes");
  paper.set_revision(2);
  Put(paper);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(EditionIndexTest, GoesAndIgnoresOlderRevisions) {
  v1::Edition edition;
  edition.add_categories("cs.LG");
  Put(edition);
  Put(v1::Edition(), /*deleted=*/true);
  EXPECT_EQ(model_.editions().Find("e"), nullptr);
  revision_ = 0;
  Put(edition);
  EXPECT_EQ(model_.editions().Find("e"), nullptr);
  EXPECT_EQ(model_.editions().size(), 0u);
}

}  // namespace
}  // namespace broadsheet::recommend
