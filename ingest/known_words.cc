#include "ingest/known_words.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace broadsheet::ingest {
namespace {

constexpr size_t kFirstEntries = 1 << 12;
constexpr size_t kMaxEntries = 1 << 19;

using Bytes = std::array<uint64_t, 3>;

// Each step can be undone, so words of one number have hashes of their own.
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
  const Key key = HashOf(BytesOf(text, begin, end - begin)) & ~kStop;
  return key == 0 ? 1 : key;
}

KnownWords::KnownWords() : entries_(kFirstEntries) {}

void KnownWords::Add(Key key, Word word) {
  if (size_ >= RoomOf(entries_.size())) Grow();
  entries_[PlaceOf(key)] = {word.stop ? key | kStop : key, word.term};
  ++size_;
}

void KnownWords::Grow() {
  const bool full = entries_.size() >= kMaxEntries;
  std::vector<Entry> old(full ? kMaxEntries : 2 * entries_.size());
  old.swap(entries_);
  size_ = 0;
  if (full) return;
  for (const Entry& entry : old) {
    if (entry.key == 0) continue;
    Add(entry.key & ~kStop, {entry.term, (entry.key & kStop) != 0});
  }
}

}  // namespace broadsheet::ingest
