#ifndef BROADSHEET_RECOMMEND_SUGGESTER_H_
#define BROADSHEET_RECOMMEND_SUGGESTER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_set.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// Finds texts by the beginning of any of their first words, in a sorted set of
// (text, word). Not thread-safe; const methods may run at the same time.
class Suggester {
 public:
  struct Match {
    uint32_t id;
    // The prefix begins the whole text, not a later word.
    bool whole;
  };

  // `key` is a TextAnalyzer::Key; the pair must not be inside. Keys are viewed,
  // not copied: they must stay until removed.
  void Add(std::string_view key, uint32_t id);
  void Remove(std::string_view key, uint32_t id);

  // Ids whose text has a word that begins like `prefix` (a Key too), each once,
  // of the alphabetically first `limit` matches.
  std::vector<Match> Find(std::string_view prefix, size_t limit) const;

  // The section `name`. Load only when empty; `key_of` as given to Add.
  void Save(std::string_view name, SegmentWriter* out) const;
  void Load(std::string_view name,
            const std::function<std::string_view(uint32_t id)>& key_of,
            SegmentReader* in);

 private:
  struct Entry {
    // The first bytes of `rest` as a number in the order of bytes: most
    // comparisons end here, without a look at text that is far away in memory.
    uint64_t head;
    std::string_view rest;  // The text from that word on.
    uint32_t id;
    uint32_t word;

    auto operator<=>(const Entry&) const = default;
  };
  static Entry MakeEntry(std::string_view rest, uint32_t id, uint32_t word);
  static std::vector<Entry> EntriesOf(std::string_view key, uint32_t id);

  absl::btree_set<Entry> entries_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SUGGESTER_H_
