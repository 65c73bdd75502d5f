#ifndef BROADSHEET_INGEST_PAPER_WORDS_H_
#define BROADSHEET_INGEST_PAPER_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/word_scanner.h"

namespace broadsheet::ingest {

// The words of one paper, one after another, and its terms. Words of one term
// have one number, so that what is known of a term can lie in a plain vector;
// words that say nothing have number 0. Not thread-safe.
class PaperWords {
 public:
  // Of each text; of a longer one the beginning says what it is about.
  static constexpr size_t kMaxWords = 2000;
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Term {
    TermId id = 0;
    uint32_t first = kNone;  // The first word and the last one.
    uint32_t last = kNone;
    uint16_t in_title = 0;  // How many words.
    uint16_t in_abstract = 0;
  };

  // `scanner` must outlive this.
  explicit PaperWords(WordScanner* scanner) : scanner_(scanner) {}

  // Replaces the words. The texts are not copied: they must live as long as
  // the words are used.
  void Read(std::string_view title, std::string_view abstract);

  std::string_view abstract() const { return abstract_; }
  // The title's words, then the abstract's.
  std::span<const ScannedWord> all() const { return words_; }
  size_t title_size() const { return title_size_; }
  // By their numbers; that of 0 is empty.
  std::span<const Term> terms() const { return terms_; }
  // The number of the term of all()[at].
  uint32_t number(size_t at) const { return numbers_[at]; }
  // The next word of the same term, or kNone.
  uint32_t next(size_t at) const { return next_[at]; }
  // Whether all()[at] goes on with the word before it, in the same text.
  bool Follows(size_t at) const {
    return at != title_size_ && words_[at].follows;
  }
  // `count` words from `first` on, as they are written; all of one text.
  std::string_view TextOf(size_t first, size_t count) const;

 private:
  // A term of this paper in the hash table; of an empty slot `id` is 0.
  struct Slot {
    TermId id = 0;
    uint32_t number = 0;
  };

  void AddTerms();
  uint32_t NumberOf(TermId id);

  WordScanner* scanner_;
  std::string_view title_;
  std::string_view abstract_;
  size_t title_size_ = 0;
  std::vector<ScannedWord> words_;
  std::vector<uint32_t> numbers_;  // Of words_.
  std::vector<uint32_t> next_;     // Of words_.
  std::vector<Term> terms_;
  std::vector<Slot> slots_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_WORDS_H_
