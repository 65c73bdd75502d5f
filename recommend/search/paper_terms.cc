#include "recommend/search/paper_terms.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxRun = 32;

// The field of a stream's part, by its number.
FrequencyCode FieldOf(size_t part) {
  constexpr FrequencyCode kFields[] = {kTitleBits, kAbstractBits, kKeywordsBit};
  return part < 3 ? kFields[part] : kAuthorsBit;
}

}  // namespace

PaperTerms::PaperTerms(
    const std::vector<std::pair<TermId, FrequencyCode>>& terms,
    const std::vector<uint16_t>& stream)
    : size_(static_cast<uint32_t>(terms.size())),
      words_(static_cast<uint32_t>(stream.size())) {
  std::vector<uint16_t> order(terms.size());
  std::iota(order.begin(), order.end(), uint16_t{0});
  std::sort(order.begin(), order.end(), [&](uint16_t a, uint16_t b) {
    return terms[a].first < terms[b].first;
  });
  const size_t width = wide() ? 2 : 1;
  data_ = NewBytes(ByteSize(size_, words_));
  std::vector<uint16_t> places(terms.size() + 1, kFieldEnd);
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& [term, code] = terms[order[i]];
    reinterpret_cast<TermId*>(data_.get())[i] = term;
    data_[4 * size_ + i] = code;
    places[order[i] + 1] = static_cast<uint16_t>(i + 1);
  }
  for (size_t i = 0; i < stream.size(); ++i) {
    const uint16_t place = places[stream[i]];
    std::memcpy(data_.get() + 5 * size_ + width * i, &place, width);
  }
}

uint16_t PaperTerms::PlaceOf(TermId term) const {
  const auto all = terms();
  const auto found = std::lower_bound(all.begin(), all.end(), term);
  if (found == all.end() || *found != term) return 0;
  return static_cast<uint16_t>(found - all.begin() + 1);
}

FrequencyCode PaperTerms::CodeOf(TermId term) const {
  const uint16_t place = PlaceOf(term);
  return place == 0 ? FrequencyCode{0} : codes()[place - 1];
}

template <class Place>
bool PaperTerms::StreamHas(std::span<const uint16_t> places,
                           FrequencyCode fields) const {
  size_t part = 0;
  const auto at = [&](size_t i) {
    Place place;
    std::memcpy(&place, stream() + i * sizeof(Place), sizeof(Place));
    return place;
  };
  for (size_t i = 0; i + places.size() <= words_; ++i) {
    const uint16_t word = at(i);
    if (word == kFieldEnd) ++part;
    if (word != places[0] || (FieldOf(part) & fields) == 0) continue;
    size_t same = 1;
    while (same < places.size() && at(i + same) == places[same]) ++same;
    if (same == places.size()) return true;
  }
  return false;
}

template <class Place>
size_t PaperTerms::LongestRun(std::span<const uint32_t> marks,
                              size_t step) const {
  // Of each word of the run: how long the run to it is, and where it ends, from
  // 1 (0: it has not been met in the field).
  struct Run {
    size_t length = 0;
    size_t end = 0;
  };
  std::array<Run, kMaxRun> runs;
  size_t longest = 0;
  for (size_t i = 0; i < words_; ++i) {
    Place place;
    std::memcpy(&place, stream() + i * sizeof(Place), sizeof(Place));
    if (place == kFieldEnd) {
      runs.fill({});
      continue;
    }
    // From behind, for a word that is there twice not to follow itself.
    for (uint32_t left = marks[place]; left != 0;) {
      const auto at = static_cast<size_t>(std::bit_width(left) - 1);
      left ^= uint32_t{1} << at;
      const Run before = at > 0 ? runs[at - 1] : Run();
      const bool follows = before.end > 0 && i + 1 - before.end <= step;
      runs[at] = {follows ? before.length + 1 : 1, i + 1};
      longest = std::max(longest, runs[at].length);
    }
  }
  return longest;
}

size_t PaperTerms::LongestRun(std::span<const TermId> words,
                              size_t step) const {
  std::vector<uint32_t> marks(size_ + 1);
  const size_t count = std::min(words.size(), kMaxRun);
  for (size_t i = 0; i < count; ++i) {
    const uint16_t place = PlaceOf(words[i]);
    if (place != 0) marks[place] |= uint32_t{1} << i;
  }
  return wide() ? LongestRun<uint16_t>(marks, step)
                : LongestRun<uint8_t>(marks, step);
}

bool PaperTerms::HasPhrase(std::span<const TermId> phrase,
                           FrequencyCode fields) const {
  if (phrase.empty() || phrase.size() > words_) return false;
  std::vector<uint16_t> places;
  places.reserve(phrase.size());
  for (const TermId term : phrase) {
    places.push_back(PlaceOf(term));
    if (places.back() == 0) return false;
  }
  return wide() ? StreamHas<uint16_t>(places, fields)
                : StreamHas<uint8_t>(places, fields);
}

}  // namespace broadsheet::recommend
