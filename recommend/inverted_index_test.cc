#include "recommend/inverted_index.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;

PaperTerm InTitle(std::string text) { return {std::move(text), {0, 1, 0}}; }
PaperTerm InAbstract(std::string text) { return {std::move(text), {1, 0, 0}}; }

std::vector<DocId> DocsWith(const InvertedIndex& index, std::string_view term) {
  std::vector<DocId> docs;
  const auto id = index.Find(term);
  if (!id) return docs;
  PostingCursor cursor(&index.Postings(*id));
  for (; !cursor.AtEnd(); cursor.Next()) docs.push_back(cursor.doc());
  return docs;
}

float ScoreOf(const InvertedIndex& index, std::string_view term, DocId doc) {
  ScoreMap scores;
  scores.Reset(10);
  const WeightedTerm weighted = {.term = *index.Find(term)};
  index.Accumulate({&weighted, 1}, Bm25Parameters(), &scores);
  return scores.Score(doc);
}

TEST(InvertedIndex, LeavesNothingOfAReplacedPaper) {
  InvertedIndex index;
  index.Put(0, {InTitle("old"), InTitle("same")}, {0, 2, 0});
  index.Put(1, {InTitle("old")}, {0, 1, 0});
  index.Put(0, {InTitle("new"), InTitle("same")}, {0, 2, 0});
  EXPECT_THAT(DocsWith(index, "old"), ElementsAre(1));
  EXPECT_THAT(DocsWith(index, "new"), ElementsAre(0));
  EXPECT_THAT(DocsWith(index, "same"), ElementsAre(0));
  EXPECT_EQ(index.docs(), 2);
}

TEST(InvertedIndex, KeepsPostingsSortedWhenOldPapersChange) {
  InvertedIndex index;
  for (DocId doc : {5u, 2u, 9u}) index.Put(doc, {InTitle("a")}, {0, 1, 0});
  EXPECT_THAT(DocsWith(index, "a"), ElementsAre(2, 5, 9));
  index.Remove(5);
  index.Remove(5);
  EXPECT_THAT(DocsWith(index, "a"), ElementsAre(2, 9));
}

TEST(InvertedIndex, HasStatisticsThatDoNotDependOnHistory) {
  InvertedIndex straight;
  straight.Put(0, {InTitle("a"), InAbstract("b")}, {1, 1, 0});
  straight.Put(1, {InAbstract("b")}, {1, 0, 0});
  InvertedIndex winding;
  winding.Put(1, {InTitle("b"), InTitle("c")}, {0, 2, 0});
  winding.Put(2, {InTitle("a")}, {0, 1, 0});
  winding.Put(1, {InAbstract("b")}, {1, 0, 0});
  winding.Remove(2);
  winding.Put(0, {InTitle("a"), InAbstract("b")}, {1, 1, 0});
  EXPECT_EQ(ScoreOf(straight, "b", 0), ScoreOf(winding, "b", 0));
  EXPECT_EQ(ScoreOf(straight, "a", 0), ScoreOf(winding, "a", 0));
}

TEST(InvertedIndex, WeighsTheTitleAboveTheAbstract) {
  InvertedIndex index;
  index.Put(0, {InTitle("a"), InAbstract("x")}, {1, 1, 0});
  index.Put(1, {InAbstract("a"), InTitle("x")}, {1, 1, 0});
  EXPECT_GT(ScoreOf(index, "a", 0), ScoreOf(index, "a", 1));
}

TEST(InvertedIndex, WeighsRareTermsAboveFrequentOnes) {
  InvertedIndex index;
  index.Put(0, {InTitle("rare"), InTitle("often")}, {0, 2, 0});
  index.Put(1, {InTitle("often")}, {0, 2, 0});
  EXPECT_GT(ScoreOf(index, "rare", 0), ScoreOf(index, "often", 0));
  EXPECT_GT(ScoreOf(index, "often", 0), 0);
}

}  // namespace
}  // namespace broadsheet::recommend
