#include "recommend/models/encoder_training.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "recommend/models/contrastive.h"
#include "recommend/models/kernels.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

// Papers about one of several subjects. Titles and abstracts use different
// words for it, so that only training can bring them together.
class SubjectsTest : public ::testing::Test {
 protected:
  static constexpr uint32_t kSubjects = 8;

  SubjectsTest() {
    for (uint32_t subject = 0; subject < kSubjects; ++subject) {
      for (int i = 0; i < 4; ++i) {
        vocabulary_.push_back(absl::StrCat("title", subject, "_", i));
        vocabulary_.push_back(absl::StrCat("body", subject, "_", i));
      }
    }
    Random random(4);
    for (uint32_t i = 0; i < 400; ++i) papers_.push_back(MakePaper(i, &random));
    for (const TrainingPaper& paper : papers_) items_.push_back(&paper);
    options_.dimension = 32;
    options_.epochs = 8;
    options_.batch = 32;
  }

  TrainingPaper MakePaper(uint32_t number, Random* random) const {
    TrainingPaper paper;
    const uint32_t subject = number % kSubjects;
    for (int i = 0; i < 2; ++i) {
      const auto word = static_cast<uint32_t>(random->Below(4));
      paper.title.push_back(subject * 8 + 2 * word);
    }
    for (int i = 0; i < 6; ++i) {
      const auto word = static_cast<uint32_t>(random->Below(4));
      paper.body.push_back(subject * 8 + 2 * word + 1);
    }
    paper.sentence_ends = {2, 4, 6};
    return paper;
  }

  std::optional<DenseRows> Train(const TextCorpus& corpus, int threads) const {
    return TrainEncoder(corpus, SparseRows{.columns = items_.size()}, options_,
                        5, threads, [] { return true; });
  }

  static std::vector<float> Encode(const TextBag& bag, const DenseRows& terms) {
    std::vector<float> vector(terms.columns, 0.0f);
    for (size_t i = 0; i < bag.rows.size(); ++i) {
      AddScaled(bag.weights[i], terms.Row(bag.rows[i]), vector.data(),
                terms.columns);
    }
    const float length =
        std::sqrt(Dot(vector.data(), vector.data(), vector.size()));
    for (float& value : vector) value /= length;
    return vector;
  }

  std::vector<std::string> vocabulary_;
  std::vector<TrainingPaper> papers_;
  std::vector<const TrainingPaper*> items_;
  EncoderOptions options_;
};

TEST_F(SubjectsTest, ATitleComesNearAbstractsOfItsSubject) {
  const TextCorpus corpus(vocabulary_, items_, options_);
  const auto terms = Train(corpus, 1);
  ASSERT_TRUE(terms);
  int right = 0;
  for (uint32_t i = 0; i < 40; ++i) {
    const auto title = Encode(corpus.Bag({}, papers_[i].title), *terms);
    uint32_t best = 0;
    float highest = -2;
    for (uint32_t j = 40; j < 120; ++j) {
      const auto body = Encode(corpus.Bag({}, papers_[j].body), *terms);
      const float score = Dot(title.data(), body.data(), body.size());
      if (score > highest) best = j;
      highest = std::max(highest, score);
    }
    right += best % kSubjects == i % kSubjects;
  }
  EXPECT_GE(right, 38);
}

TEST_F(SubjectsTest, TrainingIsTheSameOnAnyNumberOfThreads) {
  options_.epochs = 2;
  const TextCorpus corpus(vocabulary_, items_, options_);
  EXPECT_EQ(Train(corpus, 1)->values, Train(corpus, 3)->values);
}

TEST_F(SubjectsTest, TrainingStopsWhenAsked) {
  const TextCorpus corpus(vocabulary_, items_, options_);
  int steps = 0;
  EXPECT_FALSE(TrainEncoder(corpus, SparseRows{.columns = items_.size()},
                            options_, 5, 1, [&] { return ++steps < 4; }));
  EXPECT_EQ(steps, 4);
}

TEST(ContrastiveTrainer, GoesDownhill) {
  Random random(3);
  DenseRows terms(12, 32);
  for (float& value : terms.values) value = random.Normal();
  PairBatch batch;
  batch.temperature = 0.5f;
  for (uint32_t i = 0; i < 4; ++i) {
    batch.left.push_back({{{{i, i + 4}, {1, 2}}, {{i + 1}, {1}}}});
    batch.right.push_back({{{{i + 2, i + 8}, {1.5f, 1}}}});
  }
  double last = 1e9;
  ContrastiveTrainer trainer(&terms, 0.02f, 1);
  for (int step = 0; step < 20; ++step) {
    const double loss = trainer.Step(batch);
    EXPECT_LT(loss, last);
    last = loss;
  }
}

}  // namespace
}  // namespace broadsheet::recommend
