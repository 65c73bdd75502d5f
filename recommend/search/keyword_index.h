#ifndef BROADSHEET_RECOMMEND_SEARCH_KEYWORD_INDEX_H_
#define BROADSHEET_RECOMMEND_SEARCH_KEYWORD_INDEX_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "recommend/score_map.h"
#include "recommend/suggester.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// The keywords of the papers, to suggest. Not thread-safe; const methods may
// run at the same time.
class KeywordIndex {
 public:
  // Replaces the paper's keywords, given as TextAnalyzer::Keys.
  void Put(DocId doc, const std::vector<std::string>& keywords);

  // Keywords by the beginning of a word.
  const Suggester& suggester() const { return suggester_; }
  std::string_view Text(uint32_t keyword) const {
    return keywords_.Text(keyword);
  }
  // Papers with the keyword.
  int64_t Count(uint32_t keyword) const { return counts_[keyword]; }

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  Vocabulary keywords_;
  std::vector<int32_t> counts_;
  std::deque<std::vector<uint32_t>> by_doc_;
  Suggester suggester_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_KEYWORD_INDEX_H_
