#ifndef BROADSHEET_INGEST_KEYWORD_FINDER_H_
#define BROADSHEET_INGEST_KEYWORD_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/term_statistics.h"
#include "ingest/word_scanner.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxKeywords = 10;

// What a paper is about: its words and phrases of two or three words, by how
// often it uses them and how few others do (tf-idf). Forms of a word count
// together and are shown as the paper writes them most. Not thread-safe.
class KeywordFinder {
 public:
  // Does not own; it must outlive this.
  explicit KeywordFinder(TermStatistics* statistics)
      : statistics_(statistics) {}

  // The most telling first, at most kMaxKeywords. The words are those of
  // `title` and `abstract`. Then adds the paper to the statistics.
  std::vector<std::string> Find(std::string_view title,
                                std::span<const ScannedWord> title_words,
                                std::string_view abstract,
                                std::span<const ScannedWord> abstract_words);

 private:
  // One word or phrase of the paper.
  struct Candidate {
    TermId id = 0;
    uint32_t first = 0;  // Its first word, in words_.
    uint16_t words = 0;
    uint16_t count = 0;
    bool in_title = false;
    double score = 0;
  };

  void Collect(size_t title_words);
  void Add(TermId id, size_t first, size_t words, bool in_title);
  void Score();
  bool IsPhrase(const Candidate& pair, uint64_t frequency) const;
  void Pick();
  bool Same(size_t a, size_t b, size_t words) const;
  bool Overlaps(const Candidate& a, const Candidate& b) const;
  std::string Shown(const Candidate& candidate) const;
  std::string_view TextOf(size_t first, size_t words) const;

  TermStatistics* statistics_;
  std::string_view title_;
  std::string_view abstract_;
  size_t title_size_ = 0;           // How many of words_ are the title's.
  std::vector<ScannedWord> words_;  // The title's, then the abstract's.
  std::vector<Candidate> candidates_;
  std::vector<uint32_t> slots_;  // Hash table: candidate + 1, or 0.
  std::vector<TermId> observed_;
  std::vector<Candidate> picked_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KEYWORD_FINDER_H_
