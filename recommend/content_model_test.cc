#include "recommend/content_model.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr DocId kPapers = 400;

// Word n is in about one of n + 1 papers.
InvertedIndex MakeIndex() {
  InvertedIndex index;
  Random random(3);
  for (DocId doc = 0; doc < kPapers; ++doc) {
    std::vector<PaperTerm> terms;
    for (uint32_t word = 0; word < 60; ++word) {
      if (random.Below(word + 1) > 0) continue;
      terms.push_back({absl::StrCat("w", word),
                       {.abstract = static_cast<uint16_t>(random.Below(4)),
                        .title = static_cast<uint8_t>(1 + random.Below(2))}});
    }
    index.Put(doc, terms, {.abstract = 40, .title = 8});
  }
  return index;
}

std::vector<DocId> All() {
  std::vector<DocId> docs;
  for (DocId doc = 0; doc < kPapers; ++doc) docs.push_back(doc);
  return docs;
}

class ContentTest : public testing::Test {
 protected:
  ContentTest() : index_(MakeIndex()) {
    scores_.Reset(kPapers);
    exact_.Reset(kPapers);
  }

  InvertedIndex index_;
  LexicalContentModel whole_{&index_};
  LexicalContentModel frugal_{&index_, 300};
  ScoreMap scores_;
  ScoreMap exact_;
};

TEST_F(ContentTest, IsCompleteAtOnceInASmallCorpus) {
  const ContentVector query = whole_.VectorOf(7, 96);
  whole_.Score(query, &scores_);
  whole_.Score(query, &exact_);
  whole_.Complete(query, All(), &scores_);
  for (const DocId doc : All()) {
    EXPECT_EQ(scores_.Score(doc), exact_.Score(doc));
  }
}

TEST_F(ContentTest, ReadsTheRareTermsOfABigCorpusAndCompletesWhatIsAsked) {
  const ContentVector query = whole_.VectorOf(7, 96);
  whole_.Score(query, &exact_);
  frugal_.Score(query, &scores_);
  // Some papers have common terms alone.
  EXPECT_LT(scores_.touched().size(), exact_.touched().size());
  EXPECT_LT(scores_.Score(7), exact_.Score(7));
  frugal_.Complete(query, All(), &scores_);
  for (const DocId doc : All()) {
    EXPECT_NEAR(scores_.Score(doc), exact_.Score(doc), 1e-5) << doc;
  }
}

TEST_F(ContentTest, LeavesOtherPapersAsTheyAreWhenItCompletesSome) {
  const ContentVector query = whole_.VectorOf(7, 96);
  frugal_.Score(query, &scores_);
  const float before = scores_.Score(8);
  frugal_.Complete(query, {7, 9}, &scores_);
  EXPECT_EQ(scores_.Score(8), before);
}

TEST_F(ContentTest, ReadsTheRarestTermHoweverCommonItIs) {
  const LexicalContentModel meagre(&index_, 1);
  meagre.Score(whole_.VectorOf(7, 96), &scores_);
  EXPECT_FALSE(scores_.touched().empty());
}

TEST_F(ContentTest, GivesAnEmptyQueryNothing) {
  frugal_.Score({}, &scores_);
  frugal_.Complete({}, All(), &scores_);
  EXPECT_TRUE(scores_.touched().empty());
}

TEST(Cosines, AreThoseOfEachVectorInTheOrderOfAddition) {
  Cosines cosines;
  cosines.Add({{{1, 0.6f}, {2, 0.8f}}});
  cosines.Add({});
  cosines.Add({{{2, 1.0f}}});
  EXPECT_EQ(cosines.size(), 3u);
  const ContentVector other{{{2, 0.5f}, {1, 0.25f}, {7, 0.25f}}};
  const std::vector<double> made = cosines.To(other);
  ASSERT_EQ(made.size(), 3u);
  EXPECT_NEAR(made[0], 0.6 * 0.25 + 0.8 * 0.5, 1e-6);
  EXPECT_EQ(made[1], 0);
  EXPECT_NEAR(made[2], 0.5, 1e-6);
  EXPECT_TRUE(Cosines().To(other).empty());
}

}  // namespace
}  // namespace broadsheet::recommend
