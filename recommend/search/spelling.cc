#include "recommend/search/spelling.h"

#include <algorithm>
#include <utility>

#include "recommend/ranking.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kShortest = 4;
constexpr size_t kLongest = 24;
constexpr uint32_t kFewest = 3;
constexpr uint32_t kTimes = 30;

struct SavedCount {
  uint64_t word;
  uint64_t count;
};

}  // namespace

uint64_t SpellingKey(std::string_view word) {
  if (word.size() < kShortest || word.size() > kLongest) return 0;
  const bool letters = std::all_of(word.begin(), word.end(),
                                   [](char c) { return c >= 'a' && c <= 'z'; });
  return letters ? PaperKey(word) : 0;
}

void Spelling::Add(absl::Span<const uint64_t> words) {
  for (const uint64_t word : words) ++counts_[word];
}

void Spelling::Remove(absl::Span<const uint64_t> words) {
  for (const uint64_t word : words) {
    const auto found = counts_.find(word);
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }
}

void Spelling::Save(SegmentWriter* out) const {
  out->Begin("spelling");
  out->BeginArray<SavedCount>(counts_.size());
  for (const auto& [word, count] : counts_) out->Put(SavedCount{word, count});
}

void Spelling::Load(SegmentReader* in) {
  in->Open("spelling");
  const auto counts = in->Array<SavedCount>();
  counts_.reserve(counts.size());
  for (const SavedCount& saved : counts) {
    counts_.emplace(saved.word, static_cast<uint32_t>(saved.count));
  }
}

uint32_t Spelling::Count(std::string_view word) const {
  const auto found = counts_.find(SpellingKey(word));
  return found == counts_.end() ? 0 : found->second;
}

Spelling::Correction Spelling::Correct(std::string_view word) const {
  Correction best;
  if (SpellingKey(word) == 0) return best;
  const uint32_t own = Count(word);
  const auto consider = [&](const std::string& other) {
    const uint32_t count = Count(other);
    if (count < kFewest || count < uint64_t{kTimes} * own) return;
    if (count > best.count || (count == best.count && other < best.text)) {
      best = {other, count};
    }
  };
  std::string other(word);
  for (size_t i = 0; i + 1 < other.size(); ++i) {
    if (other[i] == other[i + 1]) continue;
    std::swap(other[i], other[i + 1]);
    consider(other);
    std::swap(other[i], other[i + 1]);
  }
  for (char& place : other) {
    const char kept = place;
    for (place = 'a'; place <= 'z'; ++place) {
      if (place != kept) consider(other);
    }
    place = kept;
  }
  for (size_t i = 0; i < word.size(); ++i) {
    std::string shorter(word);
    consider(shorter.erase(i, 1));
  }
  for (size_t i = 0; i <= word.size(); ++i) {
    std::string longer(word);
    longer.insert(i, 1, 'a');
    for (char& place = longer[i]; place <= 'z'; ++place) consider(longer);
  }
  return best;
}

}  // namespace broadsheet::recommend
