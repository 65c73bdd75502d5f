#ifndef BROADSHEET_RECOMMEND_SEARCH_PAPER_FACTS_H_
#define BROADSHEET_RECOMMEND_SEARCH_PAPER_FACTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "broadsheet/v1/paper.pb.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// What filters, sorts and priors need to know of each paper, close together,
// and the way to papers by DOI. Not thread-safe; const methods may run at the
// same time.
class PaperFacts {
 public:
  struct Facts {
    // Of the first version, else of the announcement; kNoDay when unknown.
    int32_t day;
    int32_t announced;
    uint8_t has;  // HasBits.
    uint8_t unused[3] = {};
  };

  // Replaces what is known of the paper; withdrawn ones lose their DOI.
  void Put(DocId doc, const v1::Paper& paper);
  const Facts& Of(DocId doc) const { return facts_[doc]; }
  // Papers with that DOI ("10.1000/xyz", in any case), by number.
  std::vector<DocId> WithDoi(std::string_view doi) const;

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  std::vector<Facts> facts_;
  std::vector<uint64_t> doi_keys_;  // By paper; 0: none.
  absl::btree_set<std::pair<uint64_t, DocId>> by_doi_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_PAPER_FACTS_H_
