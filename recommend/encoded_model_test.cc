// Models that go by the vectors of an embedding server.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/fake_encoder.h"
#include "recommend/query_vectors.h"
#include "recommend/test_house.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

using broadsheet::testing::TempDir;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string TextOf(const v1::Paper& paper) {
  return paper.title() + "\n\n" + paper.abstract();
}

Row VectorRow(const v1::Paper& paper) {
  return MakePaperVector(paper.id(), "fake", 7,
                         FakeEncoder().VectorOf(TextOf(paper)));
}

std::vector<Row> VectorRows() {
  std::vector<Row> rows;
  for (int subject = 0; subject < 2; ++subject) {
    for (int i = 0; i < kSubjectPapers; ++i) {
      rows.push_back(VectorRow(SubjectPaper(subject, i)));
    }
  }
  return rows;
}

TrainingData EncodedData() {
  TrainingData data = SubjectData();
  data.encoded.encoder = "fake";
  data.encoded.dimension = 32;
  data.encoded.read = [](uint32_t paper, std::span<float> vector) {
    const auto made = FakeEncoder().VectorOf(TextOf(SubjectPaper(
        paper / kSubjectPapers, static_cast<int>(paper % kSubjectPapers))));
    std::ranges::copy(made, vector.begin());
    return true;
  };
  return data;
}

class EncodedModelTest : public ::testing::Test {
 protected:
  EncodedModelTest() {
    first_.Add(AllRows());
    first_.Add(VectorRows());
  }
  void Promote(House* house) {
    ASSERT_TRUE(house->Promote(PutModel(&store_, "m1", 1, EncodedData())).ok());
  }

  TempDir folder_;
  FakeArtifactStore store_;
  FakeEncoder encoder_;
  FakeClock clock_{kTestNow};
  QueryVectors queries_{&encoder_, &clock_, {}};
  const RecommenderOptions options_{.secret = "secret",
                                    .replica = "test",
                                    .arms = {},
                                    .query_vectors = &queries_};
  House first_{&store_, folder_.File("first"), options_};
  House second_{&store_, folder_.File("second"), options_};
};

TEST_F(EncodedModelTest, FindsPapersByWhatTheServerSaysTheyMean) {
  // No paper has the first word, all have the second.
  EXPECT_THAT(first_.Find("sky method1"), Not(HasSubstr(" a.3=")));
  Promote(&first_);
  const std::string found = first_.Find("sky method1");
  EXPECT_THAT(found, HasSubstr(" a.3="));
  EXPECT_THAT(encoder_.asked(), Contains("sky method1"));
}

TEST_F(EncodedModelTest, AnswersByWordsWhileTheServerIsSilent) {
  Promote(&first_);
  encoder_.Fail(absl::UnavailableError("down"));
  const std::string answers = first_.Answers();
  EXPECT_THAT(answers, HasSubstr("the embedding server is silent"));
  EXPECT_THAT(first_.Find("galaxies"), HasSubstr(" a.3="));
}

TEST_F(EncodedModelTest, DoesNotAskTheServerForModelsThatEncodeThemselves) {
  ASSERT_TRUE(first_.Promote(PutModel(&store_, "m1")).ok());
  first_.Find("galaxies");
  EXPECT_THAT(encoder_.asked(), IsEmpty());
}

TEST_F(EncodedModelTest, GivesANewPaperItsVectorWhenTheFeedBringsIt) {
  Promote(&first_);
  const v1::Paper paper = MakePaper("d.1", "Something", "About the sky");
  first_.Add({MakeRow(paper)});
  const auto vector_of = [&](const char* id) {
    const auto model = first_.engine().Read();
    const auto* serving = model->models().current();
    return serving->texts().Has(*model->catalogue().Find(id)) &&
           serving->factors().Has(*model->catalogue().Find(id));
  };
  EXPECT_FALSE(vector_of("d.1"));
  first_.Add({VectorRow(paper)});
  EXPECT_TRUE(vector_of("d.1"));
}

TEST_F(EncodedModelTest, AnswersAlikeWhateverCameFirst) {
  Promote(&first_);
  second_.Add(VectorRows());
  Promote(&second_);
  second_.Add(AllRows());
  EXPECT_EQ(second_.Find("sky"), first_.Find("sky"));
}

TEST_F(EncodedModelTest, GoesThroughASegment) {
  Promote(&first_);
  ASSERT_TRUE(first_.Write(folder_.File("segment")).ok());
  ASSERT_TRUE(second_.Load(folder_.File("segment")).ok());
  EXPECT_EQ(second_.Answers(), first_.Answers());
  // Another model is built from the vectors that the segment holds.
  for (House* house : {&first_, &second_}) {
    house->Add(LaterRows());
    ASSERT_TRUE(house->Promote(PutModel(&store_, "m2", 2, EncodedData())).ok());
  }
  EXPECT_EQ(second_.Answers(), first_.Answers());
}

TEST_F(EncodedModelTest, LearnsNoTermsBesideTheVectorsOfTheServer) {
  const std::string path = folder_.File("model");
  ASSERT_TRUE(TrainModel(EncodedData(), SmallTraining(), {}, path).ok());
  const auto model = Model::Load(path);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ((*model)->encoder(), "fake");
  EXPECT_EQ((*model)->text_dimension(), 32u);
  EXPECT_EQ((*model)->text().dimension(), 0u);
  EXPECT_EQ((*model)->info().terms, 0u);
}

TEST_F(EncodedModelTest, RefusesVectorsOfAnOddLength) {
  TrainingData data = EncodedData();
  data.encoded.dimension = 33;
  EXPECT_THAT(
      std::string(TrainModel(data, SmallTraining(), {}, folder_.File("model"))
                      .message()),
      StartsWith("encoded.dimension"));
}

}  // namespace
}  // namespace broadsheet::recommend
