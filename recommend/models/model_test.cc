#include "recommend/models/model.h"

#include <openssl/sha.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/models/kernels.h"
#include "recommend/models/model_file.h"
#include "recommend/models/random.h"
#include "recommend/models/train.h"

namespace broadsheet::recommend {
namespace {

using ::testing::HasSubstr;

// Two fields; readers want papers of theirs.
TrainingData TwoFields() {
  TrainingData data;
  data.position = "position";
  for (int field = 0; field < 2; ++field) {
    for (int i = 0; i < 12; ++i) {
      TrainingPaper paper;
      paper.id = absl::StrCat("field", field, ":", i);
      data.papers.push_back(paper);
    }
  }
  Random random(2);
  data.reader_count = 31;  // The last has done nothing.
  for (uint32_t reader = 0; reader < 30; ++reader) {
    for (uint32_t i = 0; i < 12; ++i) {
      if (random.Below(2) == 0) {
        data.interactions.push_back({reader, reader % 2 * 12 + i, 1});
      }
    }
  }
  return data;
}

TrainingOptions Small() {
  TrainingOptions options;
  // So few choices are fitted by heart without much regularization.
  options.factors = {
      .dimension = 32, .unobserved = 0.1f, .regularization = 0.1f};
  options.encoder.dimension = 32;
  options.threads = 1;
  return options;
}

class ModelTest : public ::testing::Test {
 protected:
  ModelTest() { std::filesystem::create_directories(folder_); }
  ~ModelTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }
  absl::Status Train(const TrainingData& data, const std::string& name,
                     const TrainingOptions& options = Small()) {
    return TrainModel(data, options, {}, Path(name));
  }
  std::string Bytes(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  absl::Status Reload(const std::string& bytes) {
    std::ofstream(Path("other"), std::ios::binary) << bytes;
    return Model::Load(Path("other")).status();
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(ModelTest, ComesBackFromItsFile) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const auto model = Model::Load(Path("model"));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ((*model)->info().papers, 24u);
  EXPECT_EQ((*model)->info().readers, 30u);
  EXPECT_EQ((*model)->info().position, "position");
  for (const TrainingPaper& paper : TwoFields().papers) {
    const auto item = (*model)->FindItem(paper.id);
    ASSERT_TRUE(item) << paper.id;
    EXPECT_EQ((*model)->PaperId(*item), paper.id);
  }
  EXPECT_FALSE((*model)->FindItem("field0"));
  EXPECT_FALSE((*model)->FindItem("zzz"));
}

TEST_F(ModelTest, FoldsAReaderIntoTheirField) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const auto model = *Model::Load(Path("model"));
  std::vector<float> one(32), two(32), reader(32), paper(32);
  ASSERT_TRUE(model->ReadFactors(*model->FindItem("field1:0"), one));
  ASSERT_TRUE(model->ReadFactors(*model->FindItem("field1:1"), two));
  ASSERT_TRUE(
      model->FoldIn(std::vector<WeightedFactors>{{one, 1}, {two, 1}}, reader));
  for (ItemId item = 0; item < model->item_count(); ++item) {
    ASSERT_TRUE(model->ReadFactors(item, paper));
    const float score = Dot(reader.data(), paper.data(), 32);
    const bool same = model->PaperId(item).starts_with("field1");
    EXPECT_EQ(score > 0.1f, same) << model->PaperId(item) << " " << score;
  }
}

// The length of the factors of a reader of the first paper.
float LengthOfReader(const Model& model, float ease) {
  const size_t d = model.factor_dimension();
  std::vector<float> paper(d), reader(d);
  EXPECT_TRUE(model.ReadFactors(0, paper));
  EXPECT_TRUE(
      model.FoldIn(std::vector<WeightedFactors>{{paper, 1}}, reader, ease));
  return std::sqrt(Dot(reader.data(), reader.data(), d));
}

TEST_F(ModelTest, FoldsInMoreBoldlyWithEase) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const auto model = *Model::Load(Path("model"));
  EXPECT_GT(LengthOfReader(*model, 0.1f), 1.1f * LengthOfReader(*model, 1));
}

TEST_F(ModelTest, OfSparseInteractionsTakesMoreRegularization) {
  TrainingData sparse = TwoFields();
  // Less than five for each of 24 papers.
  sparse.interactions.resize(100);
  TrainingOptions options = Small();
  options.factors.regularization = 0;
  ASSERT_TRUE(Train(sparse, "sparse", options).ok());
  ASSERT_TRUE(Train(TwoFields(), "dense", options).ok());
  const auto few = *Model::Load(Path("sparse"));
  const auto many = *Model::Load(Path("dense"));
  EXPECT_TRUE(few->sparse());
  EXPECT_FALSE(many->sparse());
  EXPECT_LT(few->new_papers_ease(), 1);
  EXPECT_EQ(many->new_papers_ease(), 1);
  options.factors.regularization = 0.02f;
  ASSERT_TRUE(Train(sparse, "told", options).ok());
  EXPECT_EQ(Bytes("sparse"), Bytes("told"));
  options.factors.regularization = 0.004f;
  ASSERT_TRUE(Train(TwoFields(), "told", options).ok());
  EXPECT_EQ(Bytes("dense"), Bytes("told"));
}

TEST_F(ModelTest, FoldsNothingIntoNothing) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const auto model = *Model::Load(Path("model"));
  std::vector<float> reader(32, 1.0f);
  EXPECT_FALSE(model->FoldIn({}, reader));
  EXPECT_EQ(reader, std::vector<float>(32, 0.0f));
  const std::vector<float> factors(32, 1.0f);
  EXPECT_FALSE(
      model->FoldIn(std::vector<WeightedFactors>{{factors, 0}}, reader));
}

TEST_F(ModelTest, IsMadeOfPapersAlone) {
  TrainingData data = TwoFields();
  data.interactions.clear();
  ASSERT_TRUE(Train(data, "model").ok());
  const auto model = *Model::Load(Path("model"));
  EXPECT_EQ(model->factor_dimension(), 0u);
  ASSERT_TRUE(Train({}, "empty").ok());
  EXPECT_TRUE(Model::Load(Path("empty")).ok());
}

TEST_F(ModelTest, IsTheSameToTheBitForASeed) {
  ASSERT_TRUE(Train(TwoFields(), "one").ok());
  TrainingOptions options = Small();
  options.threads = 3;
  ASSERT_TRUE(Train(TwoFields(), "two", options).ok());
  EXPECT_EQ(Bytes("one"), Bytes("two"));
  options.seed = 9;
  ASSERT_TRUE(Train(TwoFields(), "three", options).ok());
  EXPECT_NE(Bytes("one"), Bytes("three"));
}

// Papers of two fields with texts, as many as get lists of vectors.
TrainingData ManyPapers() {
  TrainingData data;
  for (int word = 0; word < 40; ++word) {
    data.vocabulary.push_back(absl::StrCat("word", word));
  }
  Random random(4);
  for (uint32_t i = 0; i < 300; ++i) {
    TrainingPaper paper;
    paper.id = absl::StrCat("p", i);
    const uint64_t first = i % 2 * 20;
    for (int k = 0; k < 12; ++k) {
      paper.body.push_back(static_cast<uint32_t>(first + random.Below(20)));
    }
    paper.title = {paper.body[0], paper.body[1]};
    data.papers.push_back(paper);
  }
  data.reader_count = 20;
  for (uint32_t reader = 0; reader < 20; ++reader) {
    for (uint32_t i = reader % 2; i < 40; i += 2) {
      if (random.Below(2) == 0) data.interactions.push_back({reader, i, 1});
    }
  }
  return data;
}

// The cosine of the factors of two papers.
float Likeness(const Model& model, std::string_view a, std::string_view b) {
  std::vector<float> one(32), two(32);
  EXPECT_TRUE(model.ReadFactors(*model.FindItem(a), one));
  EXPECT_TRUE(model.ReadFactors(*model.FindItem(b), two));
  return Dot(one.data(), two.data(), 32) /
         std::sqrt(Dot(one.data(), one.data(), 32) *
                   Dot(two.data(), two.data(), 32));
}

TEST_F(ModelTest, OfManyPapersHasCentresOfTheirTexts) {
  TrainingOptions options = Small();
  ASSERT_TRUE(Train(ManyPapers(), "few", options).ok());
  options.centres.papers = 300;
  ASSERT_TRUE(Train(ManyPapers(), "many", options).ok());
  options.threads = 2;
  ASSERT_TRUE(Train(ManyPapers(), "again", options).ok());
  const auto few = *Model::Load(Path("few"));
  const auto many = *Model::Load(Path("many"));
  EXPECT_EQ(few->text_centres().size(), 0u);
  EXPECT_EQ(many->text_centres().size(), 34u);  // 2 * sqrt(300)
  EXPECT_EQ(Bytes("many"), Bytes("again"));
}

TEST_F(ModelTest, LetsPapersLeanOnTheirNeighboursHoweverManyThereAre) {
  TrainingOptions options = Small();
  options.shrink.prior = 9;
  TrainingData data = ManyPapers();
  // Of the words of p0's field, wanted by a reader of p1's alone.
  data.interactions.push_back({1, 100, 1});
  for (const size_t lexical_papers : {1000u, 100u}) {
    options.shrink.lexical_papers = lexical_papers;
    ASSERT_TRUE(Train(data, "model", options).ok());
    const auto model = *Model::Load(Path("model"));
    EXPECT_GT(Likeness(*model, "p100", "p0"), 0.5f) << lexical_papers;
    EXPECT_LT(Likeness(*model, "p100", "p1"), 0.5f) << lexical_papers;
  }
  options.shrink.neighbours = 0;
  ASSERT_TRUE(Train(data, "alone", options).ok());
  const auto alone = *Model::Load(Path("alone"));
  EXPECT_LT(Likeness(*alone, "p100", "p0"), 0.5f);
  EXPECT_GT(Likeness(*alone, "p100", "p1"), 0.5f);
}

TEST_F(ModelTest, HasNoFactorsOfPapersThatNobodyWants) {
  ASSERT_TRUE(Train(ManyPapers(), "model").ok());
  const auto model = *Model::Load(Path("model"));
  std::vector<float> factors(32);
  EXPECT_TRUE(model->ReadFactors(*model->FindItem("p0"), factors));
  EXPECT_FALSE(model->ReadFactors(*model->FindItem("p100"), factors));
}

TEST_F(ModelTest, RefusesDataThatBreakARuleAndNamesIt) {
  TrainingData data = TwoFields();
  data.interactions[3].paper = 24;
  const absl::Status status = Train(data, "model");
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ViolationsOf(status)[0].field, "interactions[3].paper");
  data = TwoFields();
  data.papers[1].id = data.papers[0].id;
  EXPECT_EQ(Train(data, "model").code(), absl::StatusCode::kInvalidArgument);
  data = TwoFields();
  data.interactions[0].weight = NAN;
  EXPECT_EQ(Train(data, "model").code(), absl::StatusCode::kInvalidArgument);
  TrainingOptions options = Small();
  options.factors.dimension = 33;
  EXPECT_EQ(Train(TwoFields(), "model", options).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(Path("model")));
}

TEST_F(ModelTest, LeavesNoFileWhenItIsCancelled) {
  TrainingMonitor monitor;
  uint64_t last = 0;
  monitor.progress = [&](std::string_view, uint64_t done, uint64_t total) {
    EXPECT_GT(done, last);
    EXPECT_LE(done, total);
    last = done;
  };
  monitor.cancelled = [&] { return last >= 2; };
  EXPECT_EQ(TrainModel(TwoFields(), Small(), monitor, Path("model")).code(),
            absl::StatusCode::kCancelled);
  EXPECT_FALSE(std::filesystem::exists(Path("model")));
}

TEST_F(ModelTest, RefusesAFileThatWasCutOffAnywhere) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const std::string bytes = Bytes("model");
  for (size_t size = 0; size < bytes.size(); size += 61) {
    EXPECT_EQ(Reload(bytes.substr(0, size)).code(), absl::StatusCode::kDataLoss)
        << size;
  }
  EXPECT_EQ(Reload(bytes + "x").code(), absl::StatusCode::kDataLoss);
}

TEST_F(ModelTest, RefusesAFileOfWhichABitChanged) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const std::string bytes = Bytes("model");
  int accepted = 0;
  for (size_t at = 0; at < bytes.size(); at += 37) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    accepted += Reload(changed).ok();
  }
  // Between sections there are bytes that mean nothing.
  EXPECT_LE(accepted, 20);
}

// The file of a model without centres as version 1 would have it.
std::string AsVersion1(std::string bytes) {
  constexpr size_t kHeader = 64, kEntry = 64, kSections = 14;
  const uint32_t version = 1, sections = kSections;
  std::memcpy(bytes.data() + 8, &version, sizeof(version));
  std::memcpy(bytes.data() + 12, &sections, sizeof(sections));
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data() + kHeader),
         kSections * kEntry,
         reinterpret_cast<unsigned char*>(bytes.data() + 24));
  return bytes;
}

TEST_F(ModelTest, ReadsFilesOfVersion1) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const std::string old = AsVersion1(Bytes("model"));
  EXPECT_TRUE(Reload(old).ok()) << Reload(old);
  std::string other = old;
  other[12] = 16;
  EXPECT_EQ(Reload(other).code(), absl::StatusCode::kDataLoss);
}

TEST_F(ModelTest, RefusesCentresThatDoNotFit) {
  ASSERT_TRUE(Train(ManyPapers(), "model").ok());
  ASSERT_TRUE(Train(TwoFields(), "textless").ok());
  const auto model = *ModelFile::Open(Path("model"));
  const auto textless = *ModelFile::Open(Path("textless"));
  const std::vector<float> scales(301, 1.0f);
  const std::vector<int8_t> values(32 * 301, 1);
  const auto write = [&](const ModelFile& file, size_t count, size_t bytes) {
    ModelLayout layout = file.layout();
    layout.text_centres = {std::span(scales).first(count),
                           std::span(values).first(bytes)};
    return WriteModelFile(Path("other"), layout).code();
  };
  EXPECT_EQ(write(*model, 300, 300 * 32), absl::StatusCode::kOk);
  EXPECT_EQ(write(*model, 300, 299 * 32), absl::StatusCode::kDataLoss);
  EXPECT_EQ(write(*model, 301, 301 * 32), absl::StatusCode::kDataLoss);
  EXPECT_EQ(write(*textless, 1, 32), absl::StatusCode::kDataLoss);
}

TEST_F(ModelTest, SaysWhatIsWrongWithAFile) {
  ASSERT_TRUE(Train(TwoFields(), "model").ok());
  const std::string bytes = Bytes("model");
  std::string other = bytes;
  other[8] = 99;
  const absl::Status version = Reload(other);
  EXPECT_EQ(version.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(version.message()), HasSubstr("version 99"));
  EXPECT_THAT(std::string(Reload("GIF89a").message()), HasSubstr("shorter"));
  EXPECT_THAT(std::string(Reload(std::string(500, 'x')).message()),
              HasSubstr("no model"));
  EXPECT_EQ(Model::Load(Path("none")).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace broadsheet::recommend
