#include "recommend/attention.h"

#include <map>
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

// "p0" to "p9", every second one of hep-th, each with more attention than the
// one before; nobody looked at "p0".
class AttentionTest : public ::testing::Test {
 protected:
  AttentionTest() {
    for (int i = 0; i < 10; ++i) {
      const std::string id = absl::StrCat("p", i);
      v1::Paper paper = MakePaper(id, "On " + id);
      if (i % 2 == 1) paper.set_categories(0, "hep-th");
      ApplyRow(MakeRow(paper), &model_);
      for (int reader = 0; reader < i; ++reader) {
        ApplyRow(MakeEvent(absl::StrCat("r", reader), v1::EVENT_KIND_VIEW, id),
                 &model_);
      }
    }
  }

  // Most attention first.
  std::vector<std::string> Ids(
      const std::vector<TrendCounters::Attention>& all) const {
    TopList top(&model_.catalogue(), all.size());
    for (const auto& [doc, score] : all) top.Offer({doc, score});
    std::vector<std::string> ids;
    for (const ScoredDoc& doc : top.Take()) {
      ids.push_back(model_.catalogue().id(doc.doc));
    }
    return ids;
  }

  ReadModel model_;
};

TEST_F(AttentionTest, IsMostOfWhatMostReadersLookedAt) {
  const Filter all(&model_.catalogue(), {});
  EXPECT_THAT(Ids(MostAttended(model_, all, 3, kTestNow)),
              ElementsAre("p9", "p8", "p7"));
}

TEST_F(AttentionTest, IsTheSameWhereAFilterLetsFewIn) {
  FilterOptions options;
  options.categories = {"cs.LG"};
  const Filter filter(&model_.catalogue(), options);
  ASSERT_TRUE(filter.Few().has_value());
  const auto few = MostAttended(model_, filter, 10, kTestNow);
  EXPECT_THAT(Ids(few), ElementsAre("p8", "p6", "p4", "p2"));
  std::map<DocId, double> scores;
  for (const auto& [doc, score] : few) scores[doc] = score;
  const auto admit = [&](DocId doc) { return filter.Admits(doc); };
  for (const auto& [doc, score] : model_.trends().Best(10, kTestNow, admit)) {
    EXPECT_EQ(scores.at(doc), score);
  }
}

TEST_F(AttentionTest, IsThatOfTheFieldsAskedFor) {
  const Filter all(&model_.catalogue(), {});
  const CategoryId field = *model_.catalogue().FindCategory("hep-th");
  EXPECT_THAT(Ids(MostAttendedIn({field}, model_, all, 2, kTestNow)),
              ElementsAre("p9", "p7"));
  EXPECT_THAT(MostAttendedIn({}, model_, all, 2, kTestNow), IsEmpty());
}

}  // namespace
}  // namespace broadsheet::recommend
