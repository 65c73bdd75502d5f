#include "recommend/paper_analysis.h"

#include <algorithm>
#include <cstdint>
#include <future>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "recommend/search/spelling.h"

namespace broadsheet::recommend {
namespace {

// A collaboration's 5,000 authors would be most of the index.
constexpr int kMaxIndexedAuthors = 200;
constexpr size_t kMaxTerms = 60'000;
// Words whose order is kept; phrases behind them are not found.
constexpr size_t kMaxStream = 30'000;

template <class Count>
void Increment(Count* count) {
  if (*count < std::numeric_limits<Count>::max()) ++*count;
}

// Counts the terms of the fields of one paper, and keeps their order.
class TermCounter {
 public:
  explicit TermCounter(TextAnalyzer* analyzer) : analyzer_(analyzer) {
    places_.reserve(256);
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
      const uint16_t place = PlaceOf(std::move(token.text));
      if (place == 0) continue;
      Increment(&(terms_[place - 1].frequency.*field));
      const bool in_order = !token.stop && !token.joined;
      if (in_order && stream_.size() < kMaxStream) stream_.push_back(place);
    }
    stream_.push_back(kFieldEnd);
  }

  // Remembers the words of the text added last.
  void AddWords() {
    analyzer_->ForEachPart([this](std::string_view word) {
      if (const uint64_t key = SpellingKey(word); key != 0) {
        words_.push_back(key);
      }
    });
  }

  void MoveTo(AnalyzedPaper* paper) {
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
    paper->terms = std::move(terms_);
    paper->stream = std::move(stream_);
    paper->words = std::move(words_);
  }

 private:
  // From 1; 0 when there are too many terms.
  uint16_t PlaceOf(std::string term) {
    const auto known = places_.find(term);
    if (known != places_.end()) return known->second;
    if (terms_.size() >= kMaxTerms) return 0;
    const auto place = static_cast<uint16_t>(terms_.size() + 1);
    terms_.push_back({term, {}});
    places_.emplace(std::move(term), place);
    return place;
  }

  TextAnalyzer* analyzer_;
  std::vector<Token> tokens_;
  absl::flat_hash_map<std::string, uint16_t> places_;
  std::vector<PaperTerm> terms_;
  std::vector<uint16_t> stream_;
  std::vector<uint64_t> words_;
};

// Fewer papers than this are not worth a thread.
constexpr size_t kMinSlice = 8;

// One field of the stream, whatever their number.
void AddKeywords(const v1::Paper& paper, TextAnalyzer* analyzer,
                 TermCounter* counter, AnalyzedPaper* result) {
  std::string text;
  for (const std::string& keyword : paper.keywords()) {
    text += keyword;
    text += ", ";
    result->keyword_keys.push_back(analyzer->Key(keyword));
  }
  counter->Add(text, &Frequency::keywords, false, &result->lengths.keywords);
}

}  // namespace

std::vector<uint64_t> WordsOf(const v1::Paper& paper, TextAnalyzer* analyzer) {
  FieldLengths unused;
  TermCounter counter(analyzer);
  const auto add = [&](const std::string& text) {
    counter.Add(text, &Frequency::title, false, &unused.title);
    counter.AddWords();
  };
  add(paper.title());
  add(paper.abstract());
  const int authors = std::min(paper.authors_size(), kMaxIndexedAuthors);
  for (int i = 0; i < authors; ++i) add(paper.authors(i));
  AnalyzedPaper result;
  counter.MoveTo(&result);
  return std::move(result.words);
}

AnalyzedPaper AnalyzePaper(v1::Paper paper, TextAnalyzer* analyzer) {
  AnalyzedPaper result;
  result.paper = std::move(paper);
  const v1::Paper& source = result.paper;
  if (source.withdrawn()) return result;
  TermCounter counter(analyzer);
  FieldLengths& lengths = result.lengths;
  counter.Add(source.title(), &Frequency::title, true, &lengths.title);
  counter.AddWords();
  counter.Add(source.abstract(), &Frequency::abstract, false,
              &lengths.abstract);
  counter.AddWords();
  AddKeywords(source, analyzer, &counter, &result);
  const int authors = std::min(source.authors_size(), kMaxIndexedAuthors);
  for (int i = 0; i < authors; ++i) {
    counter.Add(source.authors(i), &Frequency::authors, true, &lengths.authors);
    counter.AddWords();
    result.author_keys.push_back(analyzer->Key(source.authors(i)));
  }
  counter.MoveTo(&result);
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
