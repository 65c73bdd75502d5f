#include "recommend/search/keyword_index.h"

#include <algorithm>
#include <string_view>

#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

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

void KeywordIndex::Save(SegmentWriter* out) const {
  out->Begin("keywords");
  keywords_.Save(out);
  out->BeginArray<uint32_t>(by_doc_.size());
  size_t total = 0;
  for (const auto& own : by_doc_) {
    out->Put(static_cast<uint32_t>(own.size()));
    total += own.size();
  }
  out->BeginArray<uint32_t>(total);
  for (const auto& own : by_doc_) {
    out->PutSpan(std::span<const uint32_t>(own));
  }
  suggester_.Save("keywords.beginnings", out);
}

void KeywordIndex::Load(SegmentReader* in) {
  in->Open("keywords");
  keywords_.Load(in);
  counts_.resize(keywords_.size());
  const auto sizes = in->Array<uint32_t>();
  if (!in->Check(sizes.size() <= in->papers())) return;
  auto rest = in->Array<uint32_t>();
  for (const uint32_t size : sizes) {
    if (!in->Check(size <= rest.size())) return;
    by_doc_.emplace_back(rest.begin(), rest.begin() + size);
    rest = rest.subspan(size);
    for (const uint32_t keyword : by_doc_.back()) {
      if (!in->Check(keyword < counts_.size())) return;
      ++counts_[keyword];
    }
  }
  suggester_.Load("keywords.beginnings", keywords_.size(), in);
}

}  // namespace broadsheet::recommend
