#include "tests/bench/generator.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace broadsheet::bench {
namespace {

constexpr size_t kVocabulary = 200'000;
constexpr size_t kNames = 50'000;
// The most common words are of no topic.
constexpr size_t kCommonWords = 1'000;
constexpr uint64_t kTopicWords = 250;
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

std::string GeneratedId(int made) {
  const int month = made / kPapersAMonth;
  return absl::StrFormat("%02d%02d.%05d", (kFirstYear + month / 12) % 100,
                         month % 12 + 1, made % kPapersAMonth + 1);
}

PaperGenerator::PaperGenerator(uint64_t seed, int topics)
    : random_(seed), topics_(topics) {
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

// A word of the topic of the paper that is being made; none too common.
size_t PaperGenerator::TopicWord() {
  const auto topic = static_cast<uint64_t>(made_ % topics_);
  const uint64_t lot = topic * kTopicWords + Below(kTopicWords);
  return kCommonWords +
         lot * 0x9e3779b97f4a7c15u % (kVocabulary - kCommonWords);
}

std::string PaperGenerator::Words(int count) {
  std::uniform_real_distribution<double> uniform;
  std::string text;
  for (int i = 0; i < count; ++i) {
    const double rank =
        std::pow(static_cast<double>(kVocabulary), uniform(random_));
    const size_t word = topics_ > 0 && Below(2) == 0
                            ? TopicWord()
                            : static_cast<size_t>(rank) - 1;
    absl::StrAppend(&text, i == 0 ? "" : " ", vocabulary_[word],
                    i % 20 == 19 ? "." : "");
  }
  return text;
}

GeneratedPaper PaperGenerator::Next() {
  const int month = made_ / kPapersAMonth;
  const int number = made_ % kPapersAMonth;
  const int year = kFirstYear + month / 12;
  GeneratedPaper paper;
  paper.id = GeneratedId(made_);
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
  ++made_;
  return paper;
}

std::string ToJsonLine(const GeneratedPaper& paper) {
  return absl::StrCat(R"({"id": ")", paper.id, R"(", "title": ")", paper.title,
                      R"(", "abstract": ")", paper.abstract,
                      R"(", "authors": )", Quoted(paper.authors),
                      R"(, "categories": )", Quoted(paper.categories),
                      R"(, "published": ")", paper.published, R"("})");
}

void PrintEvents(const GeneratedReaders& options) {
  std::mt19937_64 random(options.seed);
  std::uniform_real_distribution<double> uniform;
  const auto below = [&](int limit) {
    return std::min(limit - 1, static_cast<int>(limit * uniform(random)));
  };
  const int papers_of_topic = std::max(1, options.papers / options.topics);
  for (int reader = 0; reader < options.readers; ++reader) {
    const std::array topics = {below(options.topics), below(options.topics),
                               below(options.topics)};
    for (int i = 0; i < options.events_each; ++i) {
      const double rank =
          std::pow(static_cast<double>(papers_of_topic), uniform(random)) - 1;
      // Those that many know are anywhere in time.
      const auto place =
          static_cast<int>(static_cast<int64_t>(rank) * 7919 % papers_of_topic);
      const int paper = below(10) == 0 ? below(options.papers)
                                       : topics[static_cast<size_t>(below(3))] +
                                             place * options.topics;
      const absl::Time at =
          absl::FromUnixSeconds(options.end_seconds - below(365 * 24 * 3600));
      absl::PrintF(
          "{\"event_id\": \"e%d\", \"reader\": \"reader-%d\", \"paper\": "
          "\"%s\", \"kind\": \"save\", \"at\": \"%s\"}\n",
          i, reader, GeneratedId(paper),
          absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", at, absl::UTCTimeZone()));
    }
  }
}

}  // namespace broadsheet::bench
