#include "ingest/keyword_finder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "absl/strings/ascii.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kLongestPhrase = 3;
constexpr size_t kMinWordBytes = 3;
constexpr double kTitleBonus = 2.0;
// Phrases say more than their words, and occur less often.
constexpr double kPhraseWeight[] = {0, 1.0, 1.7, 1.9};
// Two words that so many papers have together, and so many times as often as
// chance would, are a phrase, even if this paper has it once.
constexpr uint64_t kKnownPhrase = 5;
constexpr double kKnownLift = 30;
// So few papers say nothing about how common a term is.
constexpr double kFewDocuments = 100;

int Capitals(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(
      text, [](unsigned char c) { return absl::ascii_isupper(c); }));
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

}  // namespace

std::vector<std::string> KeywordFinder::Find(
    std::string_view title, std::span<const ScannedWord> title_words,
    std::string_view abstract, std::span<const ScannedWord> abstract_words) {
  title_ = title;
  abstract_ = abstract;
  title_size_ = title_words.size();
  words_.assign(title_words.begin(), title_words.end());
  words_.insert(words_.end(), abstract_words.begin(), abstract_words.end());
  Collect(title_size_);
  Score();
  Pick();
  std::vector<std::string> keywords;
  for (const Candidate& candidate : picked_) {
    keywords.push_back(Shown(candidate));
  }
  statistics_->Observe(observed_);
  return keywords;
}

void KeywordFinder::Collect(size_t title_words) {
  candidates_.clear();
  slots_.assign(std::bit_ceil(words_.size() * kLongestPhrase * 2 + 1), 0);
  for (size_t first = 0; first < words_.size(); ++first) {
    if (words_[first].stop) continue;
    const bool in_title = first < title_words;
    TermId id = words_[first].term;
    Add(id, first, 1, in_title);
    for (size_t size = 2; size <= kLongestPhrase; ++size) {
      const size_t next = first + size - 1;
      // The title and the abstract are two texts.
      if (next >= words_.size() || next == title_words) break;
      if (words_[next].stop || !words_[next].follows) break;
      id = PhraseId(id, words_[next].term);
      Add(id, first, size, in_title);
    }
  }
}

void KeywordFinder::Add(TermId id, size_t first, size_t words, bool in_title) {
  const size_t mask = slots_.size() - 1;
  size_t slot = id & mask;
  while (slots_[slot] != 0 && candidates_[slots_[slot] - 1].id != id) {
    slot = (slot + 1) & mask;
  }
  if (slots_[slot] == 0) {
    Candidate candidate;
    candidate.id = id;
    candidate.first = static_cast<uint32_t>(first);
    candidate.words = static_cast<uint16_t>(words);
    candidates_.push_back(candidate);
    slots_[slot] = static_cast<uint32_t>(candidates_.size());
  }
  Candidate& candidate = candidates_[slots_[slot] - 1];
  ++candidate.count;
  candidate.in_title = candidate.in_title || in_title;
}

// Also says what the statistics will see: words, pairs, and the triples that
// this paper repeats; all triples would fill the sketch with chance.
void KeywordFinder::Score() {
  observed_.clear();
  const double documents = static_cast<double>(statistics_->documents());
  for (Candidate& candidate : candidates_) {
    const bool repeated = candidate.count > 1 || candidate.in_title;
    if (candidate.words > 2 && candidate.count == 1) continue;
    observed_.push_back(candidate.id);
    const uint64_t frequency = statistics_->Frequency(candidate.id);
    if (candidate.words > 1 && !repeated && !IsPhrase(candidate, frequency)) {
      continue;
    }
    const ScannedWord& word = words_[candidate.first];
    if (candidate.words == 1 && word.end - word.begin < kMinWordBytes) continue;
    const double rarity =
        std::log((documents + kFewDocuments) /
                 (static_cast<double>(frequency) + kFewDocuments / 20));
    const double uses = 1 + std::log(static_cast<double>(candidate.count));
    candidate.score = std::max(rarity, 0.0) * kPhraseWeight[candidate.words] *
                      (uses + (candidate.in_title ? kTitleBonus : 0));
  }
}

bool KeywordFinder::IsPhrase(const Candidate& pair, uint64_t frequency) const {
  if (frequency < kKnownPhrase) return false;
  const uint64_t first = statistics_->Frequency(words_[pair.first].term);
  const uint64_t second = statistics_->Frequency(words_[pair.first + 1].term);
  return static_cast<double>(frequency * statistics_->documents()) >=
         kKnownLift * static_cast<double>(first * second);
}

void KeywordFinder::Pick() {
  std::erase_if(candidates_, [](const Candidate& c) { return c.score <= 0; });
  const auto better = [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.first != b.first ? a.first < b.first : a.words > b.words;
  };
  // Overlaps drop some of them.
  const size_t looked_at = std::min(candidates_.size(), 3 * kMaxKeywords);
  std::ranges::partial_sort(
      candidates_, candidates_.begin() + static_cast<ptrdiff_t>(looked_at),
      better);
  picked_.clear();
  for (size_t i = 0; i < looked_at && picked_.size() < kMaxKeywords; ++i) {
    const Candidate& candidate = candidates_[i];
    const bool said = std::ranges::any_of(picked_, [&](const Candidate& other) {
      return Overlaps(candidate, other);
    });
    if (!said) picked_.push_back(candidate);
  }
}

// True when one is part of the other, unless the shorter is used much more, or
// when they are neighbours that share two words.
bool KeywordFinder::Overlaps(const Candidate& a, const Candidate& b) const {
  const Candidate& part = a.words < b.words ? a : b;
  const Candidate& whole = a.words < b.words ? b : a;
  for (size_t at = 0; at + part.words <= whole.words; ++at) {
    if (Same(part.first, whole.first + at, part.words)) {
      return part.count <= 2 * whole.count;
    }
  }
  if (part.words < 3) return false;
  return Same(part.first, whole.first + 1, 2) ||
         Same(part.first + 1, whole.first, 2);
}

// Whether the same terms begin at two places.
bool KeywordFinder::Same(size_t a, size_t b, size_t words) const {
  for (size_t i = 0; i < words; ++i) {
    if (words_[a + i].term != words_[b + i].term) return false;
  }
  return true;
}

// The form that the abstract uses most; of equally frequent ones that with
// fewer capitals, which only the beginning of a sentence had.
std::string KeywordFinder::Shown(const Candidate& candidate) const {
  std::map<std::string_view, int> uses;
  const size_t last = words_.size() - candidate.words;
  for (size_t first = 0; first <= last; ++first) {
    bool same = Same(first, candidate.first, candidate.words);
    for (size_t i = 1; i < candidate.words && same; ++i) {
      same = words_[first + i].follows && first + i != title_size_;
    }
    // Titles are often written with capitals.
    if (same)
      uses[TextOf(first, candidate.words)] += first < title_size_ ? 1 : 4;
  }
  const auto best =
      std::ranges::max_element(uses, [](const auto& a, const auto& b) {
        if (a.second != b.second) return a.second < b.second;
        return Capitals(a.first) > Capitals(b.first);
      });
  return OneLine(best->first);
}

std::string_view KeywordFinder::TextOf(size_t first, size_t words) const {
  const std::string_view text = first < title_size_ ? title_ : abstract_;
  const size_t begin = words_[first].begin;
  return text.substr(begin, words_[first + words - 1].end - begin);
}

}  // namespace broadsheet::ingest
