#ifndef BROADSHEET_RECOMMEND_PAPER_ANALYSIS_H_
#define BROADSHEET_RECOMMEND_PAPER_ANALYSIS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"
#include "recommend/inverted_index.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {

// A paper made ready for the read model. Analysis is most of the work of taking
// a paper in, and needs no lock.
struct AnalyzedPaper {
  v1::Paper paper;
  // Empty for withdrawn papers, as is all below.
  std::vector<PaperTerm> terms;
  FieldLengths lengths;
  std::string title_key;  // TextAnalyzer::Key of the title.
  std::vector<std::string> author_keys;
  std::vector<std::string> keyword_keys;
  // The order of the words; see PaperTerms, with places in `terms`.
  std::vector<uint16_t> stream;
  // SpellingKeys of the distinct words of title, abstract and authors.
  std::vector<uint64_t> words;
};

AnalyzedPaper AnalyzePaper(v1::Paper paper, TextAnalyzer* analyzer);
// AnalyzedPaper::words alone.
std::vector<uint64_t> WordsOf(const v1::Paper& paper, TextAnalyzer* analyzer);

// Analyses many papers on several threads. Not thread-safe.
class PaperAnalyzer {
 public:
  // `threads` is at least 1, the caller's included.
  explicit PaperAnalyzer(int threads) : analyzers_(threads) {}

  // In the order given.
  std::vector<AnalyzedPaper> Analyze(
      const std::vector<const v1::Paper*>& papers);

 private:
  std::vector<TextAnalyzer> analyzers_;  // One for each thread.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_PAPER_ANALYSIS_H_
