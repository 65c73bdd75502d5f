#include "tests/bench/quality/dataset.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/container/flat_hash_map.h"
#include "recommend/models/random.h"
#include "recommend/text_analyzer.h"
#include "simdjson.h"

namespace broadsheet::bench {
namespace {

using recommend::Token;
using recommend::TrainingPaper;

// Texts to numbers of terms, as the trainer does it.
class Reading {
 public:
  explicit Reading(std::vector<std::string>* vocabulary)
      : vocabulary_(vocabulary) {}

  std::vector<uint32_t> Terms(std::string_view text) {
    std::vector<uint32_t> terms;
    analyzer_.Analyze(text, &tokens_);
    for (Token& token : tokens_) {
      if (token.stop) continue;
      const auto next = static_cast<uint32_t>(vocabulary_->size());
      const auto [found, added] = numbers_.emplace(token.text, next);
      if (added) vocabulary_->push_back(token.text);
      terms.push_back(found->second);
    }
    return terms;
  }

 private:
  std::vector<std::string>* vocabulary_;
  recommend::TextAnalyzer analyzer_;
  std::vector<Token> tokens_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

void ReadPapers(const std::string& path, Dataset* data) {
  std::ifstream file(path);
  Reading reading(&data->vocabulary);
  simdjson::dom::parser parser;
  std::string line;
  while (std::getline(file, line)) {
    const simdjson::dom::element record = parser.parse(line);
    TrainingPaper paper;
    paper.id = std::string(std::string_view(record["id"]));
    paper.title = reading.Terms(std::string_view(record["title"]));
    paper.body = reading.Terms(std::string_view(record["abstract"]));
    data->papers.push_back(std::move(paper));
  }
}

// Lines of numbers. users.dat gives the count first.
std::vector<Library> ReadNumbers(const std::string& path, bool counted) {
  std::ifstream file(path);
  std::vector<Library> lines;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream numbers(line);
    uint32_t number = 0;
    if (counted) numbers >> number;
    Library library;
    while (numbers >> number) library.push_back(number);
    lines.push_back(std::move(library));
  }
  return lines;
}

}  // namespace

Dataset ReadDataset(const std::string& folder) {
  Dataset data;
  ReadPapers(folder + "/papers.jsonl", &data);
  data.libraries = ReadNumbers(folder + "/users.dat", true);
  if (data.libraries.empty()) {
    std::fprintf(stderr, "cannot read %s/users.dat\n", folder.c_str());
    std::exit(1);
  }
  for (Library& library : data.libraries) {
    std::ranges::sort(library);
    library.erase(std::unique(library.begin(), library.end()), library.end());
    while (!library.empty() && data.papers.size() <= library.back()) {
      data.papers.push_back({.id = std::to_string(data.papers.size())});
    }
  }
  for (Library& line : ReadNumbers(folder + "/citations.dat", false)) {
    const uint32_t paper = line.front();
    line.erase(line.begin());
    data.citations.emplace_back(paper, std::move(line));
  }
  return data;
}

std::vector<Question> HoldOutPapersOfReaders(const Dataset& data, double share,
                                             uint64_t seed) {
  recommend::Random random(seed);
  std::vector<Question> questions;
  for (Library library : data.libraries) {
    random.Shuffle(&library);
    const auto held_out = static_cast<size_t>(
        std::lround(share * static_cast<double>(library.size())));
    Question question;
    question.wanted.assign(library.begin(), library.begin() + held_out);
    question.known.assign(library.begin() + held_out, library.end());
    std::ranges::sort(question.known);
    questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace broadsheet::bench
