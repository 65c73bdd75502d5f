#ifndef BROADSHEET_INGEST_KEYWORD_FINDER_H_
#define BROADSHEET_INGEST_KEYWORD_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/paper_words.h"
#include "ingest/term_statistics.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxKeywords = 10;

// What a paper is about: its words and phrases of two or three words, by how
// often it uses them and how few others do (tf-idf). Forms of a word count
// together and are shown as the paper writes them most. Not thread-safe.
class KeywordFinder {
 public:
  // Does not own; it must outlive this.
  explicit KeywordFinder(TermStatistics* statistics);

  // The most telling first, at most kMaxKeywords. Then adds the paper to the
  // statistics.
  std::vector<std::string> Find(const PaperWords& words);

 private:
  static constexpr uint32_t kNone = PaperWords::kNone;

  // One word or phrase of the paper.
  struct Candidate {
    TermId id = 0;
    uint32_t first = 0;  // Its first word.
    uint16_t words = 0;
    uint16_t count = 0;
    bool in_title = false;
  };
  // A pair of words in the text: its first word and its candidate.
  struct Pair {
    uint32_t first;
    uint32_t candidate;
  };

  void CollectWords();
  void CollectPairs();
  void CollectTriples();
  uint32_t AddPhrase(TermId id, size_t first, uint16_t words);
  void Count(size_t first, Candidate* candidate) const;
  void Observe();
  void Score();
  double ScoreOf(const Candidate& candidate, double rarity) const;
  bool IsPhrase(const Candidate& pair, uint32_t frequency) const;
  double LogOfFrequency(uint32_t frequency) const;
  void Pick();
  bool Same(size_t a, size_t b, size_t words) const;
  bool Overlaps(const Candidate& a, const Candidate& b) const;
  std::string Shown(const Candidate& candidate);

  TermStatistics* statistics_;
  std::vector<double> logs_;  // LogOfFrequency of small ones.
  const PaperWords* words_ = nullptr;
  double documents_ = 0;  // Before this paper.
  // The terms by their numbers (the first is 1), then pairs, then triples.
  std::vector<Candidate> candidates_;
  std::vector<uint32_t> slots_;  // Hash table of phrases: candidate, or kNone.
  std::vector<Pair> pairs_;      // In the order of the text.
  std::vector<TermId> observed_;
  std::vector<uint32_t> frequencies_;  // Of candidates_.
  // A heap of the score, as the bits of a float, and of how far the candidate
  // is from the end, so that of equal ones the first is the best.
  std::vector<uint64_t> scored_;
  std::vector<Candidate> picked_;
  std::vector<std::pair<std::string_view, int>> forms_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KEYWORD_FINDER_H_
