#include "recommend/search/paper_terms.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace broadsheet::recommend {
namespace {

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
