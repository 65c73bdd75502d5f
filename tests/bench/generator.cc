#include "tests/bench/generator.h"

#include <array>
#include <cctype>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace broadsheet::bench {
namespace {

constexpr size_t kVocabulary = 200'000;
constexpr size_t kNames = 50'000;
constexpr int kPapersAMonth = 10'000;
constexpr int kFirstYear = 2015;
constexpr int kTitleWords = 9;
constexpr int kAbstractWords = 165;
constexpr int kAuthors = 5;
constexpr std::array kCategories = {"cs.CL",       "cs.LG",   "cs.CV",
                                    "math.NA",     "hep-th",  "stat.ML",
                                    "astro-ph.CO", "quant-ph"};
constexpr std::array kSyllables = {
    "ba",  "co", "di", "fe", "ga", "hi", "jo", "ku", "la", "me", "ni",   "po",
    "qua", "re", "si", "to", "u",  "va", "we", "xi", "yo", "zu", "tion", "er"};

// The number in the base of the syllables: short words come first, as in
// languages.
std::string WordOf(size_t number) {
  std::string word;
  for (number += kSyllables.size(); number > 0; number /= kSyllables.size()) {
    word += kSyllables[number % kSyllables.size()];
  }
  return word;
}

std::string Quoted(const std::vector<std::string>& texts) {
  return absl::StrCat("[\"", absl::StrJoin(texts, "\", \""), "\"]");
}

}  // namespace

PaperGenerator::PaperGenerator(uint64_t seed) : random_(seed) {
  for (size_t i = 0; i < kVocabulary; ++i) vocabulary_.push_back(WordOf(i));
  for (size_t i = 0; i < kNames; ++i) {
    std::string name = vocabulary_[i];
    name[0] = static_cast<char>(std::toupper(name[0]));
    names_.push_back(std::move(name));
  }
}

size_t PaperGenerator::Below(size_t limit) {
  return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
}

std::string PaperGenerator::Words(int count) {
  std::uniform_real_distribution<double> uniform;
  std::string text;
  for (int i = 0; i < count; ++i) {
    const double rank =
        std::pow(static_cast<double>(kVocabulary), uniform(random_));
    absl::StrAppend(&text, i == 0 ? "" : " ",
                    vocabulary_[static_cast<size_t>(rank) - 1],
                    i % 20 == 19 ? "." : "");
  }
  return text;
}

GeneratedPaper PaperGenerator::Next() {
  const int month = made_ / kPapersAMonth;
  const int number = made_++ % kPapersAMonth;
  const int year = kFirstYear + month / 12;
  GeneratedPaper paper;
  paper.id =
      absl::StrFormat("%02d%02d.%05d", year % 100, month % 12 + 1, number + 1);
  paper.title = Words(kTitleWords);
  paper.abstract = Words(kAbstractWords);
  for (int i = 0; i < kAuthors; ++i) {
    paper.authors.push_back(
        absl::StrCat(names_[Below(1000)], " ", names_[Below(names_.size())]));
  }
  const size_t category = Below(kCategories.size());
  paper.categories = {kCategories[category],
                      kCategories[(category + 1) % kCategories.size()]};
  paper.published = absl::StrFormat("%d-%02d-%02d", year, month % 12 + 1,
                                    number * 28 / kPapersAMonth + 1);
  return paper;
}

std::string ToJsonLine(const GeneratedPaper& paper) {
  return absl::StrCat(R"({"id": ")", paper.id, R"(", "title": ")", paper.title,
                      R"(", "abstract": ")", paper.abstract,
                      R"(", "authors": )", Quoted(paper.authors),
                      R"(, "categories": )", Quoted(paper.categories),
                      R"(, "published": ")", paper.published, R"("})");
}

}  // namespace broadsheet::bench
