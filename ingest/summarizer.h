#ifndef BROADSHEET_INGEST_SUMMARIZER_H_
#define BROADSHEET_INGEST_SUMMARIZER_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/paper_words.h"
#include "ingest/sentence_splitter.h"
#include "ingest/word_scanner.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxSummaryBytes = 500;

// The one sentence of an abstract that says best what the paper does: by what
// it announces ("we propose"), where it stands, and how much of the abstract's
// and the title's vocabulary it has. The same text has always the same summary.
// Not thread-safe.
class Summarizer {
 public:
  // `scanner` is used during construction only.
  explicit Summarizer(WordScanner* scanner);

  // At most kMaxSummaryBytes; a longer sentence is cut between words and
  // outside of formulas. Empty when the abstract is.
  std::string Summarize(const PaperWords& words);

 private:
  // Some of a paper's words, from `first` to before `last`.
  struct Range {
    size_t first;
    size_t last;
  };

  void Weigh(const PaperWords& words);
  double CueScore(std::span<const ScannedWord> words) const;
  double Centrality(const PaperWords& words, Range range) const;

  const TermId we_;
  const TermId this_;
  absl::flat_hash_map<TermId, double> verbs_;
  absl::flat_hash_map<TermId, bool> papers_;  // "paper", "work".
  std::vector<int> weights_;  // By the number of the term, less 1.
  SentenceSplitter splitter_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SUMMARIZER_H_
