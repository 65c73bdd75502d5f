#ifndef BROADSHEET_RECOMMEND_VOCABULARY_H_
#define BROADSHEET_RECOMMEND_VOCABULARY_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "common/errors.h"
#include "recommend/models/prefetch.h"
#include "recommend/segment/segment_texts.h"

namespace broadsheet::recommend {

// Numbers strings from 0 in the order of their first appearance. The numbers
// depend on history: never order results by them. The first ones may lie in a
// segment, which must outlive this. Not thread-safe.
class Vocabulary {
 public:
  using Id = uint32_t;

  Id Intern(std::string_view text) {
    if (const auto found = Find(text)) return *found;
    const Id id = static_cast<Id>(size());
    texts_.emplace_back(text);
    ids_.emplace(AsAbsl(texts_.back()), id);
    return id;
  }

  std::optional<Id> Find(std::string_view text) const {
    const auto found = ids_.find(AsAbsl(text));
    if (found != ids_.end()) return found->second;
    return mapped_.Find(text);
  }

  // Asks memory for where Find begins to look.
  BROADSHEET_PREFETCHES void Fetch(std::string_view text) const {
    ids_.prefetch(AsAbsl(text));
  }

  // Stays where it is.
  std::string_view Text(Id id) const {
    return id < mapped_.size() ? mapped_[id] : texts_[id - mapped_.size()];
  }
  size_t size() const { return mapped_.size() + texts_.size(); }

  // Into and from the section that is open; from it only when empty.
  void Save(SegmentWriter* out) const {
    SegmentTexts::Save(
        static_cast<Id>(size()), [this](Id id) { return Text(id); }, out);
  }
  void Load(SegmentReader* in) { mapped_.Load(in); }

 private:
  SegmentTexts mapped_;
  std::deque<std::string> texts_;  // A deque never moves its elements.
  absl::flat_hash_map<absl::string_view, Id> ids_;  // Views into texts_.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_VOCABULARY_H_
