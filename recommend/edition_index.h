#ifndef BROADSHEET_RECOMMEND_EDITION_INDEX_H_
#define BROADSHEET_RECOMMEND_EDITION_INDEX_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "broadsheet/v1/edition.pb.h"
#include "recommend/catalogue.h"
#include "recommend/inverted_index.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

using EditionPapers = absl::flat_hash_set<DocId>;

// Which papers belong to which edition (edition.proto): a function of editions
// and papers, kept as either changes. Single keywords match as stems, phrases
// word by word. Not thread-safe; const methods may run at the same time.
class EditionIndex {
 public:
  // Both must outlive this.
  EditionIndex(const Catalogue* catalogue, const InvertedIndex* index)
      : catalogue_(catalogue), index_(index) {}

  // Ignores an older revision than it has. Looks at every paper.
  void Apply(const v1::EditionRow& row);
  // A paper came or changed; it is in catalogue and index already.
  void Update(DocId doc);

  // Listed papers, and others that were; null when there is no such edition.
  const EditionPapers* Find(std::string_view name) const;
  size_t size() const;

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  struct Keyword {
    std::vector<std::string> stems;
    std::string phrase;  // Empty for a single word.
  };
  struct Entry {
    bool deleted = false;
    v1::Edition edition;
    absl::flat_hash_set<std::string> authors;  // As Catalogue keys.
    std::vector<Keyword> keywords;
    EditionPapers papers;
  };
  // What is asked of one paper, worked out once for all editions.
  struct Subject;

  void Compile(Entry* entry);
  bool Belongs(const Entry& entry, Subject* subject) const;
  bool HasKeyword(const Keyword& keyword, Subject* subject) const;

  const Catalogue* catalogue_;
  const InvertedIndex* index_;
  mutable TextAnalyzer analyzer_;  // Of the writer alone.
  absl::btree_map<std::string, Entry> entries_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EDITION_INDEX_H_
