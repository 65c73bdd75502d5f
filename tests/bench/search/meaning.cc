#include "tests/bench/search/meaning.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include "recommend/models/train.h"
#include "recommend/text_analyzer.h"
#include "recommend/vocabulary.h"

namespace broadsheet::bench {
namespace {

using recommend::DocId;

// Puts the words of a text behind those of others.
class Numberer {
 public:
  void Add(std::string_view text, std::vector<uint32_t>* out) {
    analyzer_.Analyze(text, &tokens_);
    for (const recommend::Token& token : tokens_) {
      if (!token.stop && !token.joined) {
        out->push_back(vocabulary_.Intern(token.text));
      }
    }
  }
  std::vector<std::string> Take() const {
    std::vector<std::string> texts;
    for (uint32_t id = 0; id < vocabulary_.size(); ++id) {
      texts.emplace_back(vocabulary_.Text(id));
    }
    return texts;
  }

 private:
  recommend::TextAnalyzer analyzer_;
  std::vector<recommend::Token> tokens_;
  recommend::Vocabulary vocabulary_;
};

void Train(const std::vector<v1::Paper>& papers, const std::string& path) {
  recommend::TrainingData data;
  Numberer numberer;
  for (const v1::Paper& paper : papers) {
    recommend::TrainingPaper& training = data.papers.emplace_back();
    training.id = paper.id();
    numberer.Add(paper.title(), &training.title);
    std::string_view rest = paper.abstract();
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(". "), rest.size() - 1) + 1;
      numberer.Add(rest.substr(0, end), &training.body);
      training.sentence_ends.push_back(
          static_cast<uint32_t>(training.body.size()));
      rest.remove_prefix(end);
    }
  }
  data.vocabulary = numberer.Take();
  const auto status = recommend::TrainModel(data, {}, {}, path);
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

}  // namespace

Meaning MakeMeaning(const std::string& path,
                    const std::vector<v1::Paper>& papers,
                    const recommend::ReadModel& model) {
  Meaning meaning;
  if (path.empty()) return meaning;
  if (!std::filesystem::exists(path)) Train(papers, path);
  auto loaded = recommend::Model::Load(path);
  if (!loaded.ok()) {
    std::fprintf(stderr, "%s\n", loaded.status().ToString().c_str());
    std::exit(1);
  }
  meaning.model = *std::move(loaded);
  const recommend::TextEncoder& encoder = meaning.model->text();
  meaning.vectors =
      std::make_unique<recommend::PaperVectors>(encoder.dimension());
  std::vector<float> vector(encoder.dimension());
  for (DocId doc = 0; doc < model.catalogue().size(); ++doc) {
    std::vector<recommend::TextTerm> terms;
    const auto own = model.index().Terms(doc);
    for (const auto& term : own) {
      const float count =
          static_cast<float>(term.frequency.abstract) +
          recommend::kTitleCount * static_cast<float>(term.frequency.title);
      if (count > 0) terms.push_back({model.index().Text(term.term), count});
    }
    if (encoder.Encode(terms, vector)) meaning.vectors->Set(doc, vector);
  }
  return meaning;
}

}  // namespace broadsheet::bench
