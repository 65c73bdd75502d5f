#include "recommend/models/paper_vectors.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/helpers.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kDimension = 64;

std::vector<float> RandomVector(Random* random) {
  std::vector<float> vector(kDimension);
  for (float& value : vector) value = random->Normal();
  return vector;
}

PaperVectors RandomVectors(size_t count) {
  Random random(11);
  PaperVectors vectors(kDimension);
  for (uint32_t doc = 0; doc < count; ++doc) {
    vectors.Set(doc, RandomVector(&random));
  }
  return vectors;
}

std::vector<uint32_t> DocsOf(const std::vector<PaperVectors::Hit>& hits) {
  std::vector<uint32_t> docs;
  for (const auto& hit : hits) docs.push_back(hit.doc);
  return docs;
}

// By the scores of single papers.
std::vector<uint32_t> BestByHand(const PaperVectors& vectors,
                                 const std::vector<float>& query, size_t limit,
                                 const PaperVectors::Admit& admit) {
  std::vector<std::pair<float, uint32_t>> all;
  for (uint32_t doc = 0; doc < vectors.size(); ++doc) {
    if (vectors.Has(doc) && (!admit || admit(doc))) {
      all.emplace_back(-vectors.Score(query, doc), doc);
    }
  }
  std::ranges::sort(all);
  std::vector<uint32_t> docs;
  for (const auto& [score, doc] : all) {
    if (docs.size() < limit) docs.push_back(doc);
  }
  return docs;
}

TEST(PaperVectors, FindWhatAScanOfAllFinds) {
  PaperVectors vectors = RandomVectors(1500);
  for (uint32_t doc = 0; doc < 1500; doc += 7) vectors.Remove(doc);
  Random random(12);
  const auto odd = [](uint32_t doc) { return doc % 2 == 1; };
  for (int i = 0; i < 20; ++i) {
    const std::vector<float> query = RandomVector(&random);
    EXPECT_EQ(DocsOf(vectors.Nearest(query, 25, nullptr)),
              BestByHand(vectors, query, 25, nullptr));
    EXPECT_EQ(DocsOf(vectors.Nearest(query, 25, odd)),
              BestByHand(vectors, query, 25, odd));
  }
}

TEST(PaperVectors, ScoreAllAsTheyScoreOne) {
  PaperVectors vectors = RandomVectors(700);
  vectors.Remove(3);
  Random random(15);
  const std::vector<float> query = RandomVector(&random);
  std::vector<float> scores(vectors.size());
  vectors.ScoreAll(vectors.Prepare(query), scores);
  for (uint32_t doc = 0; doc < 700; ++doc) {
    EXPECT_EQ(scores[doc], vectors.Score(query, doc)) << doc;
  }
}

TEST(PaperVectors, FillTheListFromTheFewThatAreAdmitted) {
  const PaperVectors vectors = RandomVectors(1000);
  Random random(13);
  const auto few = [](uint32_t doc) { return doc % 100 == 42; };
  EXPECT_EQ(vectors.Nearest(RandomVector(&random), 10, few).size(), 10u);
  EXPECT_EQ(vectors.Nearest(RandomVector(&random), 20, few).size(), 10u);
  EXPECT_TRUE(vectors.Nearest(RandomVector(&random), 0, few).empty());
}

TEST(PaperVectors, ScoreWithinTheErrorOfBytes) {
  const PaperVectors vectors = RandomVectors(100);
  Random random(14);
  std::vector<float> vector(kDimension);
  for (uint32_t doc = 0; doc < 100; ++doc) {
    const std::vector<float> query = RandomVector(&random);
    ASSERT_TRUE(vectors.Read(doc, vector));
    float exact = 0;
    for (size_t k = 0; k < kDimension; ++k) exact += query[k] * vector[k];
    EXPECT_NEAR(vectors.Score(query, doc), exact, 0.6);
  }
}

TEST(PaperVectors, BreakTiesAsTheyAreTold) {
  PaperVectors vectors(kDimension);
  const std::vector<float> same(kDimension, 0.5f);
  for (uint32_t doc = 0; doc < 50; ++doc) vectors.Set(doc, same);
  const auto backwards = [](uint32_t a, uint32_t b) { return a > b; };
  EXPECT_EQ(DocsOf(vectors.Nearest(same, 3, nullptr, backwards)),
            (std::vector<uint32_t>{49, 48, 47}));
  EXPECT_EQ(DocsOf(vectors.Nearest(same, 3, nullptr)),
            (std::vector<uint32_t>{0, 1, 2}));
}

TEST(PaperVectors, FindTheBestOfSome) {
  PaperVectors vectors = RandomVectors(2000);
  vectors.Remove(14);
  std::vector<uint32_t> some;
  for (uint32_t doc = 0; doc < 3000; doc += 2) some.push_back(doc);
  Random random(16);
  const std::vector<float> query = RandomVector(&random);
  const auto third = [](uint32_t doc) { return doc % 3 == 0; };
  const auto both = [](uint32_t doc) { return doc % 6 == 0; };
  EXPECT_EQ(DocsOf(vectors.NearestAmong(query, 20, some, third)),
            BestByHand(vectors, query, 20, both));
}

TEST(PaperVectors, FindTheBestByTheirSketchesFirst) {
  const Sketcher sketcher(std::vector<float>(kDimension, 1));
  PaperVectors sketched(kDimension, Centres(), sketcher);
  PaperVectors plain(kDimension);
  Random random(17);
  for (uint32_t doc = 0; doc < 5000; ++doc) {
    const std::vector<float> vector = RandomVector(&random);
    sketched.Set(doc, vector);
    plain.Set(doc, vector);
  }
  for (uint32_t doc = 0; doc < 5000; doc += 11) {
    sketched.Remove(doc);
    plain.Remove(doc);
  }
  const auto odd = [](uint32_t doc) { return doc % 2 == 1; };
  size_t found = 0;
  for (int i = 0; i < 20; ++i) {
    const std::vector<float> query = RandomVector(&random);
    const auto exact = DocsOf(plain.Nearest(query, 50, odd));
    const auto hits = sketched.Nearest(query, 50, odd);
    ASSERT_EQ(hits.size(), 50u);
    for (const auto& hit : hits) {
      EXPECT_TRUE(odd(hit.doc));
      EXPECT_EQ(hit.score, plain.Score(query, hit.doc));
      found += std::ranges::count(exact, hit.doc);
    }
    EXPECT_EQ(hits[0].doc, exact[0]);
  }
  EXPECT_GE(found, 20u * 50 * 95 / 100);
  // So few are admitted that all of them are found.
  const auto few = [](uint32_t doc) { return doc % 100 == 42; };
  const std::vector<float> query = RandomVector(&random);
  EXPECT_EQ(DocsOf(sketched.Nearest(query, 60, few)),
            DocsOf(plain.Nearest(query, 60, few)));
}

TEST(PaperVectors, FindTheSameWithHelpers) {
  const Sketcher sketcher(std::vector<float>(kDimension, 1));
  PaperVectors vectors(kDimension, Centres(), sketcher);
  Random random(18);
  std::vector<float> vector;
  for (uint32_t doc = 0; doc < 20'000; ++doc) {
    // Many of the same product.
    if (doc % 50 == 0) vector = RandomVector(&random);
    vectors.Set(doc, vector);
  }
  Helpers helpers(2);
  const auto third = [](uint32_t doc) { return doc % 3 == 0; };
  for (int i = 0; i < 20; ++i) {
    const std::vector<float> query = RandomVector(&random);
    EXPECT_EQ(DocsOf(vectors.Nearest(query, 70, third, nullptr, &helpers)),
              DocsOf(vectors.Nearest(query, 70, third)));
  }
}

TEST(PaperVectors, TellTheirLengths) {
  const PaperVectors vectors = RandomVectors(20);
  std::vector<float> vector(kDimension);
  for (uint32_t doc = 0; doc < 20; ++doc) {
    ASSERT_TRUE(vectors.Read(doc, vector));
    double square = 0;
    for (const float value : vector) square += double{value} * value;
    EXPECT_NEAR(vectors.Length(doc), std::sqrt(square), 1e-4);
  }
  EXPECT_EQ(vectors.Length(20), 0);
}

TEST(PaperVectors, AreReplacedAndRemoved) {
  PaperVectors vectors(kDimension);
  std::vector<float> vector(kDimension, 0.0f);
  vector[3] = 1;
  vectors.Set(5, vector);
  EXPECT_FALSE(vectors.Has(4));
  EXPECT_NEAR(vectors.Score(vector, 5), 1, 1e-6);
  std::vector<float> other(kDimension, 0.0f);
  other[4] = 1;
  vectors.Set(5, other);
  EXPECT_NEAR(vectors.Score(vector, 5), 0, 1e-6);
  vectors.Remove(5);
  EXPECT_FALSE(vectors.Has(5));
  EXPECT_TRUE(vectors.Nearest(vector, 10, nullptr).empty());
  vectors.Remove(1000);
}

TEST(PaperVectors, HaveNoVectorOfZerosOrOfWhatIsNoNumber) {
  PaperVectors vectors(kDimension);
  vectors.Set(0, std::vector<float>(kDimension, 0.0f));
  vectors.Set(1, std::vector<float>(kDimension, INFINITY));
  EXPECT_FALSE(vectors.Has(0));
  EXPECT_FALSE(vectors.Has(1));
  EXPECT_TRUE(vectors.Nearest(std::vector<float>(kDimension, 0.0f), 5, nullptr)
                  .empty());
}

}  // namespace
}  // namespace broadsheet::recommend
