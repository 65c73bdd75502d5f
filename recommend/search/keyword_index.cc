#include "recommend/search/keyword_index.h"

#include <algorithm>

namespace broadsheet::recommend {

void KeywordIndex::Put(DocId doc, const std::vector<std::string>& keywords) {
  if (by_doc_.size() <= doc) {
    if (keywords.empty()) return;
    by_doc_.resize(doc + 1);
  }
  std::vector<uint32_t>& own = by_doc_[doc];
  for (const uint32_t old : own) --counts_[old];
  own.clear();
  for (const std::string& text : keywords) {
    if (text.empty()) continue;
    const uint32_t keyword = keywords_.Intern(text);
    if (keyword == counts_.size()) {
      counts_.push_back(0);
      suggester_.Add(keywords_.Text(keyword), keyword);
    }
    if (std::find(own.begin(), own.end(), keyword) != own.end()) continue;
    own.push_back(keyword);
    ++counts_[keyword];
  }
}

}  // namespace broadsheet::recommend
