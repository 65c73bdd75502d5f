#include "ingest/keyword_finder.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "absl/strings/ascii.h"

namespace broadsheet::ingest {
namespace {

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
constexpr size_t kKeptLogs = 1024;

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

KeywordFinder::KeywordFinder(TermStatistics* statistics)
    : statistics_(statistics) {
  for (uint32_t i = 0; i < kKeptLogs; ++i) {
    logs_.push_back(LogOfFrequency(i));
  }
}

std::vector<std::string> KeywordFinder::Find(const PaperWords& words) {
  words_ = &words;
  documents_ = static_cast<double>(statistics_->documents());
  CollectWords();
  CollectPairs();
  CollectTriples();
  Observe();
  Score();
  Pick();
  std::vector<std::string> keywords;
  keywords.reserve(picked_.size());
  for (const Candidate& candidate : picked_) {
    keywords.push_back(Shown(candidate));
  }
  return keywords;
}

void KeywordFinder::CollectWords() {
  candidates_.clear();
  candidates_.reserve(2 * words_->all().size());
  for (const PaperWords::Term& term : words_->terms().subspan(1)) {
    // In its place: a copy would wait for its small members to be written.
    Candidate& candidate = candidates_.emplace_back();
    candidate.id = term.id;
    candidate.first = term.first;
    candidate.words = 1;
    candidate.count = static_cast<uint16_t>(term.in_title + term.in_abstract);
    candidate.in_title = term.in_title > 0;
  }
}

void KeywordFinder::CollectPairs() {
  const auto words = words_->all();
  slots_.assign(std::bit_ceil(2 * words.size() + 1), kNone);
  pairs_.clear();
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    // One branch that is hard to foresee, not three.
    const int joined = static_cast<int>(words_->number(i) != 0) &
                       static_cast<int>(words_->number(i + 1) != 0) &
                       static_cast<int>(words_->Follows(i + 1));
    if (joined == 0) continue;
    const TermId id = PhraseId(words[i].term, words[i + 1].term);
    pairs_.push_back({static_cast<uint32_t>(i), AddPhrase(id, i, 2)});
  }
}

// Only of pairs that the paper repeats: other triples say nothing, and would
// fill the sketch with chance.
void KeywordFinder::CollectTriples() {
  const size_t first_triple = candidates_.size();
  for (size_t i = 0; i + 1 < pairs_.size(); ++i) {
    const Candidate& pair = candidates_[pairs_[i].candidate];
    const size_t first = pairs_[i].first;
    if (pair.count < 2 || pairs_[i + 1].first != first + 1 ||
        candidates_[pairs_[i + 1].candidate].count < 2) {
      continue;
    }
    AddPhrase(PhraseId(pair.id, words_->all()[first + 2].term), first, 3);
  }
  const auto once = std::remove_if(
      candidates_.begin() + static_cast<ptrdiff_t>(first_triple),
      candidates_.end(), [](const Candidate& c) { return c.count == 1; });
  candidates_.erase(once, candidates_.end());
}

// Answers the candidate.
uint32_t KeywordFinder::AddPhrase(TermId id, size_t first, uint16_t words) {
  const size_t mask = slots_.size() - 1;
  size_t slot = id & mask;
  while (slots_[slot] != kNone && candidates_[slots_[slot]].id != id) {
    slot = (slot + 1) & mask;
  }
  if (slots_[slot] == kNone) {
    slots_[slot] = static_cast<uint32_t>(candidates_.size());
    Candidate& candidate = candidates_.emplace_back();
    candidate.id = id;
    candidate.first = static_cast<uint32_t>(first);
    candidate.words = words;
  }
  Count(first, &candidates_[slots_[slot]]);
  return slots_[slot];
}

void KeywordFinder::Count(size_t first, Candidate* candidate) const {
  ++candidate->count;
  if (first < words_->title_size()) candidate->in_title = true;
}

void KeywordFinder::Observe() {
  observed_.clear();
  for (const Candidate& candidate : candidates_) {
    observed_.push_back(candidate.id);
  }
  statistics_->Observe(observed_, &frequencies_);
}

void KeywordFinder::Score() {
  scored_.clear();
  const double documents = std::log(documents_ + kFewDocuments);
  for (size_t i = 0; i < candidates_.size(); ++i) {
    const Candidate& candidate = candidates_[i];
    const uint32_t frequency = frequencies_[i];
    const bool repeated = candidate.count > 1 || candidate.in_title;
    if (candidate.words > 1 && !repeated && !IsPhrase(candidate, frequency)) {
      continue;
    }
    const ScannedWord& word = words_->all()[candidate.first];
    if (candidate.words == 1 && word.end - word.begin < kMinWordBytes) continue;
    const double rarity = documents - LogOfFrequency(frequency);
    if (rarity <= 0) continue;
    const auto score = static_cast<float>(ScoreOf(candidate, rarity));
    scored_.push_back(uint64_t{std::bit_cast<uint32_t>(score)} << 32 |
                      (UINT32_MAX - i));
  }
}

double KeywordFinder::ScoreOf(const Candidate& candidate, double rarity) const {
  const double uses = candidate.count == 1
                          ? 1
                          : 1 + std::log(static_cast<double>(candidate.count));
  return rarity * kPhraseWeight[candidate.words] *
         (uses + (candidate.in_title ? kTitleBonus : 0));
}

bool KeywordFinder::IsPhrase(const Candidate& pair, uint32_t frequency) const {
  if (frequency < kKnownPhrase) return false;
  const double first = frequencies_[words_->number(pair.first) - 1];
  const double second = frequencies_[words_->number(pair.first + 1) - 1];
  return frequency * documents_ >= kKnownLift * first * second;
}

double KeywordFinder::LogOfFrequency(uint32_t frequency) const {
  if (frequency < logs_.size()) return logs_[frequency];
  return std::log(frequency + kFewDocuments / 20);
}

void KeywordFinder::Pick() {
  std::ranges::make_heap(scored_);
  picked_.clear();
  // Overlaps drop some of them.
  for (size_t i = 0; i < 3 * kMaxKeywords && !scored_.empty() &&
                     picked_.size() < kMaxKeywords;
       ++i) {
    std::ranges::pop_heap(scored_);
    const uint64_t from_end = scored_.back() & UINT32_MAX;
    const Candidate& candidate = candidates_[UINT32_MAX - from_end];
    scored_.pop_back();
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
    if (words_->number(a + i) != words_->number(b + i)) return false;
  }
  return true;
}

// The form that the abstract uses most; of equally frequent ones that with
// fewer capitals, which only the beginning of a sentence had.
std::string KeywordFinder::Shown(const Candidate& candidate) {
  const size_t count = candidate.words;
  if (candidate.count == 1) {
    return OneLine(words_->TextOf(candidate.first, count));
  }
  forms_.clear();
  for (size_t at = candidate.first;
       at != kNone && at + count <= words_->all().size();
       at = words_->next(at)) {
    bool same = Same(at, candidate.first, count);
    for (size_t i = 1; i < count && same; ++i) same = words_->Follows(at + i);
    if (!same) continue;
    const std::string_view text = words_->TextOf(at, count);
    // Titles are often written with capitals.
    const int uses = at < words_->title_size() ? 1 : 4;
    const auto known =
        std::ranges::find(forms_, text, &decltype(forms_)::value_type::first);
    if (known != forms_.end()) {
      known->second += uses;
    } else {
      forms_.emplace_back(text, uses);
    }
  }
  const auto best =
      std::ranges::max_element(forms_, [](const auto& a, const auto& b) {
        if (a.second != b.second) return a.second < b.second;
        const int more = Capitals(a.first) - Capitals(b.first);
        return more != 0 ? more > 0 : a.first > b.first;
      });
  return OneLine(best->first);
}

}  // namespace broadsheet::ingest
