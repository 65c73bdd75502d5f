#ifndef BROADSHEET_RECOMMEND_VOCABULARY_H_
#define BROADSHEET_RECOMMEND_VOCABULARY_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "common/errors.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// Numbers strings from 0 in the order of their first appearance. The numbers
// depend on history: never order results by them. Not thread-safe.
class Vocabulary {
 public:
  using Id = uint32_t;

  Id Intern(std::string_view text) {
    const auto found = ids_.find(AsAbsl(text));
    if (found != ids_.end()) return found->second;
    const Id id = static_cast<Id>(texts_.size());
    texts_.emplace_back(text);
    ids_.emplace(AsAbsl(texts_.back()), id);
    return id;
  }

  std::optional<Id> Find(std::string_view text) const {
    const auto found = ids_.find(AsAbsl(text));
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }

  const std::string& Text(Id id) const { return texts_[id]; }
  size_t size() const { return texts_.size(); }
  void Reserve(size_t size) { ids_.reserve(size); }

  // Into and from the section that is open; from it only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  std::deque<std::string> texts_;  // A deque never moves its elements.
  absl::flat_hash_map<absl::string_view, Id> ids_;  // Views into texts_.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_VOCABULARY_H_
