#ifndef BROADSHEET_INGEST_SUMMARIZER_H_
#define BROADSHEET_INGEST_SUMMARIZER_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
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
  // outside of formulas. The words are those of `title` and `abstract`. Empty
  // when the abstract is.
  std::string Summarize(std::string_view abstract,
                        std::span<const ScannedWord> title_words,
                        std::span<const ScannedWord> abstract_words);

 private:
  double CueScore(std::span<const ScannedWord> words) const;
  double Centrality(std::span<const ScannedWord> words) const;

  const TermId we_;
  const TermId this_;
  absl::flat_hash_map<TermId, double> verbs_;
  absl::flat_hash_map<TermId, bool> papers_;  // "paper", "work".
  absl::flat_hash_map<TermId, int> weights_;  // Of the abstract's terms.
  SentenceSplitter splitter_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SUMMARIZER_H_
