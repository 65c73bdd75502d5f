#ifndef BROADSHEET_INGEST_SENTENCE_SPLITTER_H_
#define BROADSHEET_INGEST_SENTENCE_SPLITTER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "unicode/brkiter.h"

namespace broadsheet::ingest {

// Cuts a text into its sentences. Paragraphs end sentences; abbreviations
// ("et al.", "e.g.", "Fig. 2"), initials, and whatever is between "$" do not.
// Scripts with other full stops than the Latin one are cut by ICU. Not
// thread-safe.
class SentenceSplitter {
 public:
  // Sentences without white space around them, as parts of `text`; the first
  // `max_sentences`.
  std::vector<std::string_view> Split(std::string_view text,
                                      size_t max_sentences);

 private:
  std::vector<size_t> IcuBreaks(std::string_view text);

  std::unique_ptr<icu::BreakIterator> breaks_;  // Made when it is needed.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SENTENCE_SPLITTER_H_
