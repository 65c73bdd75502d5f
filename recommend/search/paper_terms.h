#ifndef BROADSHEET_RECOMMEND_SEARCH_PAPER_TERMS_H_
#define BROADSHEET_RECOMMEND_SEARCH_PAPER_TERMS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "recommend/search/posting_list.h"
#include "recommend/segment/mapped_bytes.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

using TermId = Vocabulary::Id;

// Ends a field of a token stream.
inline constexpr uint16_t kFieldEnd = 0;

// The terms of one paper and the order of its words, packed: 5 bytes for each
// distinct term and 1 for each word (2 where there are over 255 terms). The
// stream has the words of the title, the abstract, the keywords and each
// author, with kFieldEnd after each of them, without stop words; a word is its
// place in terms(), plus 1. Immutable.
class PaperTerms {
 public:
  PaperTerms() = default;
  // `terms` are distinct; `stream` has places in `terms`, plus 1.
  PaperTerms(const std::vector<std::pair<TermId, FrequencyCode>>& terms,
             const std::vector<uint16_t>& stream);
  // From what bytes() of another one with as many terms and words was; a
  // segment's, at a multiple of 4.
  PaperTerms(uint32_t terms, uint32_t words, const uint8_t* bytes)
      : size_(terms), words_(words), data_(BytesOfSegment(bytes)) {}

  // By number.
  std::span<const TermId> terms() const {
    return {reinterpret_cast<const TermId*>(data_.get()), size_};
  }
  std::span<const FrequencyCode> codes() const {
    return {data_.get() + sizeof(TermId) * size_, size_};
  }
  // 0 when the term is not inside.
  FrequencyCode CodeOf(TermId term) const;
  // Whether the terms stand side by side, in that order, within one field of
  // `fields` (bits of FrequencyCode).
  bool HasPhrase(std::span<const TermId> phrase, FrequencyCode fields) const;
  // The most neighbours of `words` (at most 32 of which are looked at) that
  // follow one another in one field, each at most `step` places behind the one
  // before.
  size_t LongestRun(std::span<const TermId> words, size_t step) const;
  // Of the stream.
  uint32_t words() const { return words_; }
  std::span<const uint8_t> bytes() const {
    return {data_.get(), ByteSize(size_, words_)};
  }
  static size_t ByteSize(uint32_t terms, uint32_t words) {
    return size_t{5} * terms + size_t{terms > 255 ? 2u : 1u} * words;
  }

 private:
  bool wide() const { return size_ > 255; }
  const uint8_t* stream() const { return data_.get() + 5 * size_; }
  // From 1; 0 when the term is not inside.
  uint16_t PlaceOf(TermId term) const;
  template <class Place>
  bool StreamHas(std::span<const uint16_t> places, FrequencyCode fields) const;
  // `marks`: by place, a bit for each of the words that it is.
  template <class Place>
  size_t LongestRun(std::span<const uint32_t> marks, size_t step) const;

  uint32_t size_ = 0;
  uint32_t words_ = 0;
  MappedBytes data_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_PAPER_TERMS_H_
