#include "recommend/paper_analysis.h"

#include <algorithm>
#include <cstdint>
#include <future>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace broadsheet::recommend {
namespace {

// A collaboration's 5,000 authors would be most of the index.
constexpr int kMaxIndexedAuthors = 200;

template <class Count>
void Increment(Count* count) {
  if (*count < std::numeric_limits<Count>::max()) ++*count;
}

// Counts the terms of the fields of one paper.
class TermCounter {
 public:
  explicit TermCounter(TextAnalyzer* analyzer) : analyzer_(analyzer) {
    counts_.reserve(256);
  }

  // Counts into `field`; `length` grows by the number of words' parts. Stop
  // words count in titles alone, where they tell titles apart.
  template <class Count>
  void Add(std::string_view text, Count Frequency::*field, bool stop_words,
           uint16_t* length) {
    analyzer_->Analyze(text, &tokens_);
    for (Token& token : tokens_) {
      if (token.stop && !stop_words) continue;
      if (!token.joined) Increment(length);
      Increment(&(counts_[std::move(token.text)].*field));
    }
  }

  std::vector<PaperTerm> Take() {
    std::vector<PaperTerm> terms;
    terms.reserve(counts_.size());
    for (auto& [text, frequency] : counts_) terms.push_back({text, frequency});
    return terms;
  }

 private:
  TextAnalyzer* analyzer_;
  std::vector<Token> tokens_;
  absl::flat_hash_map<std::string, Frequency> counts_;
};

// Fewer papers than this are not worth a thread.
constexpr size_t kMinSlice = 8;

}  // namespace

AnalyzedPaper AnalyzePaper(v1::Paper paper, TextAnalyzer* analyzer) {
  AnalyzedPaper result;
  result.paper = std::move(paper);
  const v1::Paper& source = result.paper;
  if (source.withdrawn()) return result;
  TermCounter counter(analyzer);
  FieldLengths& lengths = result.lengths;
  counter.Add(source.title(), &Frequency::title, true, &lengths.title);
  counter.Add(source.abstract(), &Frequency::abstract, false,
              &lengths.abstract);
  const int authors = std::min(source.authors_size(), kMaxIndexedAuthors);
  for (int i = 0; i < authors; ++i) {
    counter.Add(source.authors(i), &Frequency::authors, true, &lengths.authors);
    result.author_keys.push_back(analyzer->Key(source.authors(i)));
  }
  result.terms = counter.Take();
  result.title_key = analyzer->Key(source.title());
  return result;
}

std::vector<AnalyzedPaper> PaperAnalyzer::Analyze(
    const std::vector<const v1::Paper*>& papers) {
  std::vector<AnalyzedPaper> results(papers.size());
  const size_t threads = analyzers_.size();
  const size_t slice =
      std::max(kMinSlice, (papers.size() + threads - 1) / threads);
  const auto analyze = [&](size_t begin) {
    TextAnalyzer* analyzer = &analyzers_[begin / slice];
    const size_t end = std::min(papers.size(), begin + slice);
    for (size_t i = begin; i < end; ++i) {
      results[i] = AnalyzePaper(*papers[i], analyzer);
    }
  };
  std::vector<std::future<void>> others;
  for (size_t begin = slice; begin < papers.size(); begin += slice) {
    others.push_back(std::async(std::launch::async, analyze, begin));
  }
  analyze(0);
  for (auto& other : others) other.get();
  return results;
}

}  // namespace broadsheet::recommend
