#include "tests/bench/search/corpus.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"

namespace broadsheet::bench {
namespace {

constexpr size_t kWords = 100'000;
constexpr double kExponent = 1.05;

// A pronounceable word for each number, none twice.
std::string WordOf(size_t number) {
  static constexpr std::string_view kFirst = "bdfgklmnprstvz";
  static constexpr std::string_view kSecond = "aeiou";
  std::string word;
  size_t rest = number + 4900;
  while (rest > 0) {
    word += kFirst[rest % kFirst.size()];
    rest /= kFirst.size();
    word += kSecond[rest % kSecond.size()];
    rest /= kSecond.size();
  }
  return word + "x";
}

// Draws word numbers by Zipf's law.
class Zipf {
 public:
  Zipf() {
    double sum = 0;
    for (size_t i = 1; i <= kWords; ++i) {
      sum += 1 / std::pow(static_cast<double>(i), kExponent);
      sums_.push_back(sum);
    }
  }
  size_t Draw(std::mt19937_64* random) const {
    const double at =
        std::uniform_real_distribution<double>(0, sums_.back())(*random);
    return static_cast<size_t>(
        std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

[[noreturn]] void Die(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

}  // namespace

std::vector<v1::Paper> ReadPapers(const std::string& path) {
  std::ifstream file(path);
  if (!file) Die(absl::StrCat("cannot read ", path));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  std::vector<v1::Paper> papers;
  for (std::string line; std::getline(file, line);) {
    v1::Paper& paper = papers.emplace_back();
    const auto status =
        google::protobuf::util::JsonStringToMessage(line, &paper, options);
    if (!status.ok()) Die(absl::StrCat("not a paper: ", line.substr(0, 200)));
    paper.set_revision(1);
  }
  return papers;
}

std::vector<v1::Paper> MakePapers(int64_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  const Zipf zipf;
  std::vector<std::string> words;
  for (size_t i = 0; i < kWords; ++i) words.push_back(WordOf(i));
  std::poisson_distribution<int> length(128);
  std::vector<v1::Paper> papers(static_cast<size_t>(count));
  for (size_t i = 0; i < papers.size(); ++i) {
    v1::Paper& paper = papers[i];
    paper.set_id(absl::StrCat("made:", i));
    paper.set_revision(1);
    for (int w = 0; w < 8; ++w) {
      absl::StrAppend(paper.mutable_title(), words[zipf.Draw(&random)], " ");
    }
    const int size = length(random);
    for (int w = 0; w < size; ++w) {
      absl::StrAppend(paper.mutable_abstract(), words[zipf.Draw(&random)], " ");
    }
  }
  return papers;
}

std::vector<std::string> MakeQueries(const std::vector<v1::Paper>& papers,
                                     int count, uint64_t seed) {
  std::unordered_map<std::string, int64_t> counts;
  const size_t step = std::max<size_t>(1, papers.size() / 20'000);
  const auto words_of = [](const v1::Paper& paper) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : absl::StrCat(paper.abstract(), " ")) {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      } else if (!word.empty()) {
        words.push_back(std::move(word));
        word.clear();
      }
    }
    return words;
  };
  for (size_t i = 0; i < papers.size(); i += step) {
    for (const std::string& word : words_of(papers[i])) ++counts[word];
  }
  std::vector<std::pair<int64_t, std::string>> order;
  for (const auto& [word, times] : counts) order.emplace_back(-times, word);
  std::sort(order.begin(), order.end());
  std::unordered_set<std::string> frequent;
  for (size_t i = 0; i < std::min<size_t>(30, order.size()); ++i) {
    frequent.insert(order[i].second);
  }
  std::mt19937_64 random(seed);
  std::vector<std::string> queries;
  while (queries.size() < static_cast<size_t>(count)) {
    std::vector<std::string> words = words_of(papers[random() % papers.size()]);
    std::erase_if(words, [&](const std::string& word) {
      return word.size() < 2 || frequent.contains(word);
    });
    if (words.size() < 4) continue;
    const size_t size = 2 + random() % 3;
    std::vector<std::string> chosen;
    for (size_t i = 0; i < size; ++i) {
      chosen.push_back(words[random() % words.size()]);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    if (chosen.size() < 2) continue;
    std::string query;
    for (const std::string& word : chosen) absl::StrAppend(&query, word, " ");
    query.pop_back();
    queries.push_back(std::move(query));
  }
  return queries;
}

std::vector<NamedQuery> ReadQueries(const std::string& path) {
  std::ifstream file(path);
  if (!file) Die(absl::StrCat("cannot read ", path));
  std::vector<NamedQuery> queries;
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) Die(absl::StrCat("no tab in: ", line));
    queries.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return queries;
}

}  // namespace broadsheet::bench
