#include "tests/fuzz/enriching.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/text.h"
#include "ingest/enricher.h"
#include "ingest/link_finder.h"
#include "ingest/paper_extras.h"
#include "ingest/paper_normalizer.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {
namespace {

constexpr size_t kMaxWords = 500;

std::string_view TakeLine(std::string_view* text) {
  const std::string_view line = text->substr(0, text->find('\n'));
  text->remove_prefix(std::min(line.size() + 1, text->size()));
  return line;
}

void CheckWords(std::string_view text) {
  ingest::WordScanner scanner;
  std::vector<ingest::ScannedWord> words;
  scanner.Append(text, kMaxWords, &words);
  Check(words.size() <= kMaxWords, "words are bounded");
  size_t last = 0;
  for (const ingest::ScannedWord& word : words) {
    Check(word.begin >= last && word.end > word.begin, "words are in order");
    Check(word.end <= text.size() && word.term != 0, "words are of the text");
    last = word.end;
  }
}

void CheckEnriched(const v1::Paper& paper) {
  Check(paper.links_size() <= ingest::kMaxLinks, "links are bounded");
  Check(paper.keywords().size() <= int{ingest::kMaxKeywords},
        "keywords are bounded");
  Check(paper.summary().size() <= ingest::kMaxSummaryBytes,
        "summaries are bounded");
  Check(IsUtf8(paper.summary()), "summaries are UTF-8");
  for (const std::string& keyword : paper.keywords()) {
    Check(IsUtf8(keyword) && !keyword.empty(), "keywords are UTF-8");
  }
  v1::Paper again = paper;
  Check(!ingest::NormalizeExtras(&again), "what was found is accepted");
  Check(again.SerializeAsString() == paper.SerializeAsString(),
        "what was found is normal");
}

}  // namespace

void Enrich(std::string_view input) {
  CheckWords(input);
  v1::Paper paper;
  paper.set_id("2407.21783");
  paper.set_title(std::string(TakeLine(&input)));
  paper.set_comment(std::string(TakeLine(&input)));
  paper.set_abstract(std::string(input));
  const SystemClock clock;
  const ingest::PaperNormalizer normalizer({.source = "fuzz"}, &clock);
  if (normalizer.Normalize(&paper)) return;
  ingest::TermStatistics statistics;
  ingest::Enricher enricher(&statistics);
  v1::Paper first = paper;
  enricher.Enrich(&first);
  CheckEnriched(first);
  // Once more, when all the words are known.
  enricher.Enrich(&paper);
  Check(paper.summary() == first.summary(), "a text has one summary");
  CheckEnriched(paper);
}

}  // namespace broadsheet::fuzz
