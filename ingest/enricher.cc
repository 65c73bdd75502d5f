#include "ingest/enricher.h"

#include <string>
#include <utility>

#include "ingest/link_finder.h"

namespace broadsheet::ingest {
Enricher::Enricher(TermStatistics* statistics)
    : words_(&scanner_), summarizer_(&scanner_), keywords_(statistics) {}

void Enricher::Enrich(v1::Paper* paper) {
  FindLinks(paper->comment(), paper);
  FindLinks(paper->abstract(), paper);
  if (paper->abstract().empty()) return;
  words_.Read(paper->title(), paper->abstract());
  // Also when the paper has keywords: the statistics count it.
  auto keywords = keywords_.Find(words_);
  if (paper->keywords().empty()) {
    for (std::string& keyword : keywords) {
      paper->add_keywords(std::move(keyword));
    }
  }
  if (paper->summary().empty()) {
    paper->set_summary(summarizer_.Summarize(words_));
  }
}

}  // namespace broadsheet::ingest
