#include "recommend/search/paper_facts.h"

#include "recommend/catalogue.h"
#include "recommend/ranking.h"
#include "recommend/search/query.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

uint8_t HasOf(const v1::Paper& paper) {
  unsigned has = 0;
  for (const v1::PaperLink& link : paper.links()) {
    switch (link.kind()) {
      case v1::PaperLink::KIND_CODE:
        has |= kHasCode;
        break;
      case v1::PaperLink::KIND_MODEL:
        has |= kHasModel;
        break;
      case v1::PaperLink::KIND_DATASET:
        has |= kHasDataset;
        break;
      case v1::PaperLink::KIND_SPACE:
        has |= kHasSpace;
        break;
      case v1::PaperLink::KIND_PROJECT_PAGE:
        has |= kHasProjectPage;
        break;
      case v1::PaperLink::KIND_VIDEO:
        has |= kHasVideo;
        break;
      default:
        break;
    }
  }
  return static_cast<uint8_t>(has);
}

// 0 for no DOI. FNV-1a of 64 bits: two DOIs of one key are not to be expected.
uint64_t DoiKey(std::string_view doi) {
  if (doi.empty()) return 0;
  std::string lower(doi);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return PaperKey(lower) | 1;
}

}  // namespace

void PaperFacts::Put(DocId doc, const v1::Paper& paper) {
  if (facts_.size() <= doc) {
    facts_.resize(doc + 1, {kNoDay, kNoDay, 0});
    doi_keys_.resize(doc + 1);
  }
  Facts& facts = facts_[doc];
  facts.announced = DayNumber(paper.announced());
  facts.day = DayNumber(paper.published());
  if (facts.day == kNoDay) facts.day = facts.announced;
  facts.has = HasOf(paper);
  const uint64_t key = paper.withdrawn() ? 0 : DoiKey(paper.doi());
  if (doi_keys_[doc] == key) return;
  if (doi_keys_[doc] != 0) by_doi_.erase({doi_keys_[doc], doc});
  if (key != 0) by_doi_.insert({key, doc});
  doi_keys_[doc] = key;
}

void PaperFacts::Save(SegmentWriter* out) const {
  out->Begin("facts");
  out->PutArray(facts_);
  out->PutArray(doi_keys_);
  out->BeginArray<DocId>(by_doi_.size());
  for (const auto& [key, doc] : by_doi_) out->Put(doc);
}

void PaperFacts::Load(SegmentReader* in) {
  in->Open("facts");
  const auto facts = in->Array<Facts>();
  const auto keys = in->Array<uint64_t>();
  const auto with_doi = in->Array<DocId>();
  if (!in->Check(facts.size() == keys.size() && facts.size() <= in->papers())) {
    return;
  }
  facts_.assign(facts.begin(), facts.end());
  doi_keys_.assign(keys.begin(), keys.end());
  for (const DocId doc : with_doi) {
    if (!in->Check(doc < keys.size())) return;
    by_doi_.insert(by_doi_.end(), {keys[doc], doc});
  }
}

std::vector<DocId> PaperFacts::WithDoi(std::string_view doi) const {
  std::vector<DocId> docs;
  const uint64_t key = DoiKey(doi);
  if (key == 0) return docs;
  for (auto it = by_doi_.lower_bound({key, 0});
       it != by_doi_.end() && it->first == key; ++it) {
    docs.push_back(it->second);
  }
  return docs;
}

}  // namespace broadsheet::recommend
