#ifndef BROADSHEET_RECOMMEND_SUGGESTER_H_
#define BROADSHEET_RECOMMEND_SUGGESTER_H_

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"

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
    // By the alphabet of the texts from that word on: equal ones have the same.
    uint32_t place;
  };

  // `key` is a TextAnalyzer::Key; the pair must not be inside. Keys are viewed,
  // not copied: they must stay until removed.
  void Add(std::string_view key, uint32_t id);
  void Remove(std::string_view key, uint32_t id);

  // Ids whose text has a word that begins like `prefix` (a Key too), each once,
  // of the alphabetically first `limit` matches.
  std::vector<Match> Find(std::string_view prefix, size_t limit) const;

  // The section `name`, in which this goes on to lie. Load only when empty.
  void Save(std::string_view name, SegmentWriter* out) const;
  // Numbers are below `limit`.
  void Load(std::string_view name, size_t limit, SegmentReader* in);

 private:
  struct Entry {
    // The first eight bytes of `rest`, and the next eight, as numbers in the
    // order of bytes: most comparisons end here, without a look at text that is
    // far away in memory. Of the segment's entries `next` is 0: it would take
    // that look.
    uint64_t head;
    uint64_t next;
    std::string_view rest;  // The text from that word on.
    uint32_t id;
    uint32_t word;

    // As by `rest`, `id` and `word` alone.
    auto operator<=>(const Entry& other) const {
      return std::tie(head, rest, id, word) <=>
             std::tie(other.head, other.rest, other.id, other.word);
    }
    bool operator==(const Entry& other) const {
      return (*this <=> other) == std::strong_ordering::equal;
    }
  };
  // The same order, of entries that have `next`.
  struct Before {
    bool operator()(const Entry& a, const Entry& b) const {
      if (a.head != b.head) return a.head < b.head;
      if (a.next != b.next) return a.next < b.next;
      return a < b;
    }
  };
  static bool Begins(const Entry& entry, const Entry& prefix);
  static Entry MakeEntry(std::string_view rest, uint32_t id, uint32_t word);
  static std::vector<Entry> EntriesOf(std::string_view key, uint32_t id);

  // An entry of the segment. Views of it may begin in the middle of a text.
  struct MappedEntry {
    uint64_t head;
    uint64_t begin;  // Of `rest`, in mapped_texts_.
    uint32_t id;
    uint32_t size_and_word;  // 16 times the size of `rest`, plus the word.
  };
  class Walk;

  Entry Mapped(size_t place) const;
  // The first place in the segment whose entry is not before.
  size_t MappedPlace(const Entry& entry) const;

  std::span<const MappedEntry> mapped_;
  std::string_view mapped_texts_;
  absl::flat_hash_set<uint32_t> removed_;  // From mapped_, with all words.
  absl::btree_set<Entry, Before> entries_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SUGGESTER_H_
