#include "ingest/summarizer.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace broadsheet::ingest {
namespace {

// Of abstracts with more sentences the first are looked at.
constexpr size_t kMaxSentences = 60;
// Between "we" and its verb ("we then briefly show").
constexpr size_t kMaxWordsBetween = 3;
constexpr size_t kShortBytes = 50;
constexpr size_t kLongBytes = 320;
constexpr int kTitleWeight = 2;
constexpr int kMaxWeight = 6;

constexpr std::pair<const char*, double> kVerbs[] = {
    {"propose", 3.0},     {"introduce", 3.0}, {"present", 2.8},
    {"develop", 2.4},     {"prove", 2.2},     {"show", 2.0},
    {"demonstrate", 1.8}, {"study", 2.0},     {"investigate", 2.0},
    {"derive", 2.0},      {"describe", 1.8},  {"report", 1.8},
    {"find", 1.6},        {"address", 1.6},   {"explore", 1.6},
    {"consider", 1.4},    {"analyze", 1.6},   {"analyse", 1.6},
    {"design", 1.8},      {"provide", 1.2},   {"argue", 1.6},
    {"construct", 1.8},   {"examine", 1.6},   {"establish", 1.8},
    {"release", 1.4},     {"formulate", 1.6},
};
constexpr const char* kPapers[] = {"paper",  "work",   "article", "study",
                                   "letter", "survey", "thesis"};

// The end of the longest beginning of `text` that has at most `bytes`, ends
// behind a word and cuts no formula. 0: there is none.
size_t CutPlace(std::string_view text, size_t bytes) {
  size_t place = 0;
  bool math = false;
  for (size_t at = 0; at < text.size() && at <= bytes; ++at) {
    if (text[at] == '$' && (at == 0 || text[at - 1] != '\\')) math = !math;
    if (text[at] == ' ' && !math) place = at;
  }
  return place;
}

std::string Shortened(std::string_view sentence) {
  if (sentence.size() <= kMaxSummaryBytes) return std::string(sentence);
  constexpr std::string_view kEllipsis = "\u2026";
  const size_t end =
      CutPlace(sentence, kMaxSummaryBytes - kEllipsis.size() - 1);
  if (end == 0) return "";
  return std::string(sentence.substr(0, end)).append(" ").append(kEllipsis);
}

double LengthScore(size_t bytes) {
  if (bytes > kMaxSummaryBytes) return -4;
  if (bytes < kShortBytes) return -1.5;
  return bytes > kLongBytes ? -0.7 : 0;
}

}  // namespace

Summarizer::Summarizer(WordScanner* scanner)
    : we_(scanner->IdOf("we")), this_(scanner->IdOf("this")) {
  for (const auto& [verb, score] : kVerbs) {
    verbs_[scanner->IdOf(verb)] = score;
    // Stop words have no stem: their forms are listed.
    const std::string stem(verb);
    verbs_[scanner->IdOf(stem + "s")] = score;
    const bool silent = stem.ends_with('e');
    verbs_[scanner->IdOf(stem + (silent ? "d" : "ed"))] = score;
  }
  for (const char* noun : kPapers) papers_[scanner->IdOf(noun)] = true;
}

std::string Summarizer::Summarize(const PaperWords& words) {
  const std::string_view abstract = words.abstract();
  const auto sentences = splitter_.Split(abstract, kMaxSentences);
  if (sentences.empty()) return "";
  Weigh(words);
  size_t best = 0;
  double best_score = -1e9;
  Range range{0, words.title_size()};
  for (size_t i = 0; i < sentences.size(); ++i) {
    // Sentences come in order, and no word is between them.
    const auto end = static_cast<size_t>(sentences[i].data() +
                                         sentences[i].size() - abstract.data());
    range.first = range.last;
    while (range.last < words.all().size() &&
           words.all()[range.last].begin < end) {
      ++range.last;
    }
    const double place =
        static_cast<double>(i) / static_cast<double>(sentences.size());
    const double score =
        CueScore(words.all().subspan(range.first, range.last - range.first)) +
        Centrality(words, range) + LengthScore(sentences[i].size()) -
        0.8 * place + (i == 0 ? 0.4 : 0);
    if (score <= best_score) continue;
    best = i;
    best_score = score;
  }
  return Shortened(sentences[best]);
}

void Summarizer::Weigh(const PaperWords& words) {
  weights_.clear();
  for (const PaperWords::Term& term : words.terms()) {
    weights_.push_back(
        std::min(term.in_title * kTitleWeight + term.in_abstract, kMaxWeight) -
        1);
  }
  // Words that say nothing count nothing.
  weights_[0] = 0;
}

double Summarizer::CueScore(std::span<const ScannedWord> words) const {
  double score = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool we = words[i].term == we_;
    const bool paper = words[i].term == this_ && i + 1 < words.size() &&
                       papers_.contains(words[i + 1].term);
    if (!we && !paper) continue;
    if (paper) score = std::max(score, 1.2);
    const size_t end = std::min(words.size(), i + 2 + kMaxWordsBetween);
    for (size_t next = i + 1; next < end; ++next) {
      const auto verb = verbs_.find(words[next].term);
      if (verb != verbs_.end()) score = std::max(score, verb->second);
    }
  }
  return score;
}

// The mean weight of the terms, damped so that long sentences do not lose
// everything to their function words; about 0 to 2.
double Summarizer::Centrality(const PaperWords& words, Range range) const {
  int sum = 0;
  int content = 0;
  for (size_t i = range.first; i < range.last; ++i) {
    const uint32_t number = words.number(i);
    sum += weights_[number];
    content += number == 0 ? 0 : 1;
  }
  return content == 0 ? 0 : sum / std::sqrt(content * 16.0 + 40.0);
}

}  // namespace broadsheet::ingest
