#ifndef BROADSHEET_INGEST_KNOWN_WORDS_H_
#define BROADSHEET_INGEST_KNOWN_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace broadsheet::ingest {

// What was found out about words, by the word as it is written: half a cache
// line each, 8 MiB at most. Forgets all when it is full; the usual words are
// back soon. Not thread-safe.
class KnownWords {
 public:
  struct Word {
    uint64_t term = 0;
    bool stop = false;
  };

  // Longer words are not kept.
  static constexpr size_t kMaxBytes = 23;

  // A word as numbers. Words have no NUL.
  struct Key {
    std::array<uint64_t, 3> bytes{};  // With zeros behind them.
    uint64_t hash = 0;
  };
  // `text` from `begin` to `end`, at most kMaxBytes.
  static Key KeyOf(std::string_view text, size_t begin, size_t end);

  KnownWords();

  // `key` will be asked for soon.
  void Prefetch(const Key& key) const {
    __builtin_prefetch(&entries_[key.hash & (entries_.size() - 1)]);
  }
  std::optional<Word> Find(const Key& key) const;
  // `key` is not there yet.
  void Add(const Key& key, Word word);

 private:
  // The last byte, which no word needs, tells stop words.
  struct Entry {
    std::array<uint64_t, 3> bytes{};
    uint64_t term = 0;  // 0: the entry is empty.
  };

  size_t PlaceOf(const Key& key) const;
  void Grow();

  std::vector<Entry> entries_;  // A power of two.
  size_t size_ = 0;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KNOWN_WORDS_H_
