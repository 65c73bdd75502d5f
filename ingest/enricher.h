#ifndef BROADSHEET_INGEST_ENRICHER_H_
#define BROADSHEET_INGEST_ENRICHER_H_

#include "broadsheet/v1/paper.pb.h"
#include "ingest/keyword_finder.h"
#include "ingest/paper_words.h"
#include "ingest/summarizer.h"
#include "ingest/term_statistics.h"
#include "ingest/word_scanner.h"

namespace broadsheet::ingest {

// Tells of a paper what its text holds: links, keywords, a summary. Some 20
// microseconds a paper. Not thread-safe.
class Enricher {
 public:
  // `statistics` must outlive this; many enrichers may share it.
  explicit Enricher(TermStatistics* statistics);

  // `paper` is normal. One without abstract gets only links (of its comment).
  // Keywords and a summary that the source gave stay.
  void Enrich(v1::Paper* paper);

 private:
  WordScanner scanner_;
  PaperWords words_;
  Summarizer summarizer_;
  KeywordFinder keywords_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHER_H_
