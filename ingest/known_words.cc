#include "ingest/known_words.h"

#include <bit>
#include <cstring>
#include <utility>

namespace broadsheet::ingest {
namespace {

constexpr size_t kFirstEntries = 1 << 12;
constexpr size_t kMaxEntries = 1 << 18;
// Sets the last byte of the last number on a machine of either byte order.
constexpr uint64_t kStop = std::endian::native == std::endian::little
                               ? uint64_t{1} << 56
                               : uint64_t{1};

using Bytes = std::array<uint64_t, 3>;

uint64_t HashOf(const Bytes& bytes) {
  uint64_t hash = bytes[0] * 0x9e3779b97f4a7c15;
  hash = (hash ^ (hash >> 32) ^ bytes[1]) * 0xd6e8feb86659fd93;
  hash = (hash ^ (hash >> 32) ^ bytes[2]) * 0xff51afd7ed558ccd;
  return hash ^ (hash >> 32);
}

// What leaves the first bytes of a word, by their number (little-endian).
constexpr std::array<Bytes, KnownWords::kMaxBytes + 1> MakeMasks() {
  std::array<Bytes, KnownWords::kMaxBytes + 1> masks{};
  for (size_t size = 0; size < masks.size(); ++size) {
    for (size_t i = 0; i < size; ++i) {
      masks[size][i / 8] |= uint64_t{0xff} << (8 * (i % 8));
    }
  }
  return masks;
}

Bytes BytesOf(std::string_view text, size_t begin, size_t size) {
  static constexpr auto kMasks = MakeMasks();
  Bytes bytes{};
  if (std::endian::native != std::endian::little ||
      begin + sizeof(bytes) > text.size()) {
    std::memcpy(bytes.data(), text.data() + begin, size);
    return bytes;
  }
  // Copies of fixed size and no branches: this runs for each word of a text.
  std::memcpy(bytes.data(), text.data() + begin, sizeof(bytes));
  const Bytes& mask = kMasks[size];
  return {bytes[0] & mask[0], bytes[1] & mask[1], bytes[2] & mask[2]};
}

// Full tables are slow.
constexpr size_t RoomOf(size_t entries) { return entries / 8 * 5; }

}  // namespace

KnownWords::Key KnownWords::KeyOf(std::string_view text, size_t begin,
                                  size_t end) {
  const Bytes bytes = BytesOf(text, begin, end - begin);
  return {bytes, HashOf(bytes)};
}

KnownWords::KnownWords() : entries_(kFirstEntries) {}

std::optional<KnownWords::Word> KnownWords::Find(const Key& key) const {
  const Entry& entry = entries_[PlaceOf(key)];
  if (entry.term == 0) return std::nullopt;
  return Word{entry.term, (entry.bytes[2] & kStop) != 0};
}

void KnownWords::Add(const Key& key, Word word) {
  if (size_ >= RoomOf(entries_.size())) Grow();
  Entry& entry = entries_[PlaceOf(key)];
  entry.bytes = key.bytes;
  if (word.stop) entry.bytes[2] |= kStop;
  entry.term = word.term;
  ++size_;
}

// Where `key` is, or the empty place where it belongs.
size_t KnownWords::PlaceOf(const Key& key) const {
  const size_t mask = entries_.size() - 1;
  size_t at = key.hash & mask;
  while (true) {
    const Entry& entry = entries_[at];
    if (entry.term == 0 ||
        (entry.bytes[0] == key.bytes[0] && entry.bytes[1] == key.bytes[1] &&
         (entry.bytes[2] & ~kStop) == key.bytes[2])) {
      return at;
    }
    at = (at + 1) & mask;
  }
}

void KnownWords::Grow() {
  const bool full = entries_.size() >= kMaxEntries;
  std::vector<Entry> old(full ? kMaxEntries : 2 * entries_.size());
  old.swap(entries_);
  size_ = 0;
  if (full) return;
  for (Entry& entry : old) {
    if (entry.term == 0) continue;
    const bool stop = (entry.bytes[2] & kStop) != 0;
    entry.bytes[2] &= ~kStop;
    Add({entry.bytes, HashOf(entry.bytes)}, {entry.term, stop});
  }
}

}  // namespace broadsheet::ingest
