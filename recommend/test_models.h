#ifndef BROADSHEET_RECOMMEND_TEST_MODELS_H_
#define BROADSHEET_RECOMMEND_TEST_MODELS_H_

// A small trained model over the papers of two subjects, for tests.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "gtest/gtest.h"
#include "recommend/artifact_cache.h"
#include "recommend/fake_artifact_store.h"
#include "recommend/models/train.h"
#include "recommend/test_rows.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {

inline constexpr int kSubjectPapers = 12;

// "a.0" to "a.11" are about galaxies, "b.0" to "b.11" about proteins.
inline std::string SubjectPaperId(int subject, int number) {
  return absl::StrCat(subject == 0 ? "a." : "b.", number);
}

inline v1::Paper SubjectPaper(int subject, int number) {
  const char* words = subject == 0 ? "galaxies stars dust orbit telescope"
                                   : "proteins cells folding enzyme membrane";
  return MakePaper(SubjectPaperId(subject, number),
                   absl::StrCat("Paper ", number, " on ",
                                subject == 0 ? "galaxies" : "proteins"),
                   absl::StrCat("We study ", words, " with method", number),
                   "2026-06-20");
}

inline std::vector<Row> SubjectRows() {
  std::vector<Row> rows;
  for (int subject = 0; subject < 2; ++subject) {
    for (int i = 0; i < kSubjectPapers; ++i) {
      rows.push_back(MakeRow(SubjectPaper(subject, i)));
    }
  }
  return rows;
}

// 20 readers of each subject, who want half of its papers.
inline TrainingData SubjectData() {
  TrainingData data;
  TextAnalyzer analyzer;
  std::vector<Token> tokens;
  std::map<std::string, uint32_t> numbers;
  const auto terms = [&](const std::string& text) {
    std::vector<uint32_t> result;
    analyzer.Analyze(text, &tokens);
    for (const Token& token : tokens) {
      if (token.stop) continue;
      const auto [at, fresh] = numbers.try_emplace(
          token.text, static_cast<uint32_t>(numbers.size()));
      if (fresh) data.vocabulary.push_back(token.text);
      result.push_back(at->second);
    }
    return result;
  };
  for (int subject = 0; subject < 2; ++subject) {
    for (int i = 0; i < kSubjectPapers; ++i) {
      const v1::Paper paper = SubjectPaper(subject, i);
      data.papers.push_back(
          {paper.id(), terms(paper.title()), terms(paper.abstract()), {}});
    }
  }
  data.reader_count = 40;
  for (uint32_t reader = 0; reader < 40; ++reader) {
    for (uint32_t i = 0; i < kSubjectPapers; ++i) {
      if ((reader + i) % 2 == 0) continue;
      data.interactions.push_back(
          {reader, (reader % 2) * kSubjectPapers + i, 1});
    }
  }
  return data;
}

inline TrainingOptions SmallTraining() {
  TrainingOptions options;
  options.factors.dimension = 32;
  options.factors.sweeps = 4;
  options.encoder.dimension = 32;
  options.encoder.epochs = 1;
  options.neighbours.candidates = 10;
  options.neighbours.kept = 5;
  options.threads = 1;
  return options;
}

// Trains it with the seed and puts it to `store` as artifact `id`.
inline internal::v1::Artifact PutModel(
    FakeArtifactStore* store, const std::string& id, uint64_t seed = 1,
    const TrainingData& data = SubjectData()) {
  // Its own, as other tests put models at the same time.
  const broadsheet::testing::TempDir folder;
  const std::string path = folder.File("model");
  TrainingOptions options = SmallTraining();
  options.seed = seed;
  const absl::Status trained = TrainModel(data, options, {}, path);
  EXPECT_TRUE(trained.ok()) << trained;
  std::string bytes = broadsheet::testing::ReadFile(path);
  internal::v1::Artifact artifact;
  artifact.set_id(id);
  artifact.set_kind("model");
  artifact.set_size(static_cast<int64_t>(bytes.size()));
  artifact.set_sha256(*Sha256OfFile(path));
  store->Put(artifact, std::move(bytes));
  return artifact;
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEST_MODELS_H_
