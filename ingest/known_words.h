#ifndef BROADSHEET_INGEST_KNOWN_WORDS_H_
#define BROADSHEET_INGEST_KNOWN_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace broadsheet::ingest {

// What was found out about words, by a hash of the word as it is written: four
// to a cache line, 8 MiB at most. Forgets all when it is full; the usual words
// are back soon. No two words of up to eight bytes have one hash, but for a bit
// of 64; of longer ones two in 2^63 do, and would then count as one word. Not
// thread-safe.
class KnownWords {
 public:
  struct Word {
    uint64_t term = 0;
    bool stop = false;
  };

  // Longer words are not kept.
  static constexpr size_t kMaxBytes = 23;

  // A word's hash: not 0, and without the highest bit.
  using Key = uint64_t;
  // Of `text` from `begin` to `end`, at most kMaxBytes, none of them NUL.
  static Key KeyOf(std::string_view text, size_t begin, size_t end);

  KnownWords();

  // `key` will be asked for soon.
  void Prefetch(Key key) const {
    __builtin_prefetch(entries_.data() + (key & (entries_.size() - 1)));
  }
  std::optional<Word> Find(Key key) const {
    const Entry& entry = entries_[PlaceOf(key)];
    if (entry.key == 0) return std::nullopt;
    return Word{entry.term, (entry.key & kStop) != 0};
  }
  // `key` is not there yet.
  void Add(Key key, Word word);

 private:
  struct Entry {
    uint64_t key = 0;  // Its highest bit tells stop words; 0: empty.
    uint64_t term = 0;
  };

  static constexpr uint64_t kStop = uint64_t{1} << 63;

  // Where `key` is, or the empty place where it belongs.
  size_t PlaceOf(Key key) const {
    const size_t mask = entries_.size() - 1;
    const Entry* entries = entries_.data();
    size_t at = key & mask;
    while (entries[at].key != 0 && (entries[at].key & ~kStop) != key) {
      at = (at + 1) & mask;
    }
    return at;
  }
  void Grow();

  std::vector<Entry> entries_;  // A power of two.
  size_t size_ = 0;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KNOWN_WORDS_H_
