#include "recommend/content_model.h"

#include <algorithm>
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

TEST_F(ContentTest, MakesTheSameOfABagAndOfAVector) {
  for (const size_t limit : {5u, 32u, 1000u}) {
    ContentVector bag = whole_.BagOf(7, limit);
    const ContentVector vector = whole_.VectorOf(7, limit);
    double squares = 0;
    for (size_t i = 0; i < vector.components.size(); ++i) {
      squares += std::pow(vector.components[i].weight, 2);
      if (i == 0) continue;
      EXPECT_LE(vector.components[i].weight, vector.components[i - 1].weight);
    }
    EXPECT_NEAR(squares, 1, 1e-4);
    std::sort(bag.components.begin(), bag.components.end(),
              [this](const auto& a, const auto& b) {
                if (a.weight != b.weight) return a.weight > b.weight;
                return index_.Rank(a.term) < index_.Rank(b.term);
              });
    ASSERT_EQ(bag.components.size(), vector.components.size());
    for (size_t i = 0; i < bag.components.size(); ++i) {
      EXPECT_EQ(bag.components[i].term, vector.components[i].term);
      EXPECT_EQ(bag.components[i].weight, vector.components[i].weight);
    }
  }
}

TEST_F(ContentTest, HasALengthOf1HoweverLittleIsLeftOfAMixture) {
  const ContentVector mix = whole_.Mix({{7, 1e-9}}, {}, 100);
  double squares = 0;
  for (const auto& c : mix.components) squares += std::pow(c.weight, 2);
  EXPECT_NEAR(squares, 1, 1e-4);
  EXPECT_TRUE(whole_.Mix({{7, -1}}, {}, 100).components.empty());
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
  EXPECT_EQ(cosines.To({{{1, 0.25f}, {7, 0.25f}, {2, 0.5f}}}), made);
}

}  // namespace
}  // namespace broadsheet::recommend
