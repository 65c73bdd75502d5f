#include "ingest/enricher.h"

#include <string>

#include "ingest/link_finder.h"

namespace broadsheet::ingest {
namespace {

// Of a longer text the beginning says what it is about.
constexpr size_t kMaxWords = 2000;

}  // namespace

Enricher::Enricher(TermStatistics* statistics)
    : summarizer_(&scanner_), keywords_(statistics) {}

void Enricher::Enrich(v1::Paper* paper) {
  FindLinks(paper->comment(), paper);
  FindLinks(paper->abstract(), paper);
  if (paper->abstract().empty()) return;
  scanner_.Scan(paper->title(), kMaxWords, &title_words_);
  scanner_.Scan(paper->abstract(), kMaxWords, &abstract_words_);
  // Also when the paper has keywords: the statistics count it.
  const auto keywords = keywords_.Find(paper->title(), title_words_,
                                       paper->abstract(), abstract_words_);
  if (paper->keywords().empty()) {
    paper->mutable_keywords()->Assign(keywords.begin(), keywords.end());
  }
  if (paper->summary().empty()) {
    paper->set_summary(summarizer_.Summarize(paper->abstract(), title_words_,
                                             abstract_words_));
  }
}

}  // namespace broadsheet::ingest
