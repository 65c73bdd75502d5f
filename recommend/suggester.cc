#include "recommend/suggester.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr uint32_t kMaxWords = 8;

// Eight bytes of a text as a number in their order; 0 after its end.
uint64_t BytesAt(std::string_view text, size_t begin) {
  uint64_t bytes = 0;
  for (size_t i = begin; i < begin + sizeof(bytes); ++i) {
    const unsigned char byte = i < text.size() ? text[i] : '\0';
    bytes = bytes << 8 | byte;
  }
  return bytes;
}

}  // namespace

Suggester::Entry Suggester::MakeEntry(std::string_view rest, uint32_t id,
                                      uint32_t word) {
  return {BytesAt(rest, 0), BytesAt(rest, sizeof(uint64_t)), rest, id, word};
}

std::vector<Suggester::Entry> Suggester::EntriesOf(std::string_view key,
                                                   uint32_t id) {
  std::vector<Entry> entries;
  size_t begin = 0;
  for (uint32_t word = 0; word < kMaxWords && begin < key.size(); ++word) {
    entries.push_back(MakeEntry(key.substr(begin), id, word));
    const size_t space = key.find(' ', begin);
    if (space == std::string_view::npos) break;
    begin = space + 1;
  }
  return entries;
}

// Through both parts at once, in order.
class Suggester::Walk {
 public:
  Walk(const Suggester& all, const Entry& from)
      : all_(all),
        place_(all.MappedPlace(from)),
        next_(all.entries_.lower_bound(from)) {
    Settle();
  }

  // Null at the end.
  const Entry* get() const {
    if (!has_mapped_ && next_ == all_.entries_.end()) return nullptr;
    return TakesMapped() ? &mapped_ : &*next_;
  }
  void Next() {
    if (!TakesMapped()) {
      ++next_;
      return;
    }
    ++place_;
    Settle();
  }

 private:
  bool TakesMapped() const {
    return has_mapped_ && (next_ == all_.entries_.end() || mapped_ < *next_);
  }
  void Settle() {
    while (place_ < all_.mapped_.size() &&
           all_.removed_.contains(all_.mapped_[place_].id)) {
      ++place_;
    }
    has_mapped_ = place_ < all_.mapped_.size();
    if (has_mapped_) mapped_ = all_.Mapped(place_);
  }

  const Suggester& all_;
  size_t place_;
  bool has_mapped_ = false;
  Entry mapped_ = {};
  absl::btree_set<Entry, Before>::const_iterator next_;
};

void Suggester::Add(std::string_view key, uint32_t id) {
  for (const Entry& entry : EntriesOf(key, id)) entries_.insert(entry);
}

void Suggester::Remove(std::string_view key, uint32_t id) {
  const std::vector<Entry> all = EntriesOf(key, id);
  if (all.empty()) return;
  const size_t place = MappedPlace(all[0]);
  const bool in_segment = place < mapped_.size() && Mapped(place) == all[0] &&
                          removed_.insert(id).second;
  if (in_segment) return;
  for (const Entry& entry : all) entries_.erase(entry);
}

Suggester::Entry Suggester::Mapped(size_t place) const {
  const MappedEntry& entry = mapped_[place];
  return {entry.head, 0,
          mapped_texts_.substr(entry.begin, entry.size_and_word >> 4), entry.id,
          entry.size_and_word & 15};
}

size_t Suggester::MappedPlace(const Entry& entry) const {
  size_t low = 0;
  size_t high = mapped_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const uint64_t head = mapped_[middle].head;
    const bool before =
        head != entry.head ? head < entry.head : Mapped(middle) < entry;
    (before ? low : high) = before ? middle + 1 : middle;
  }
  return low;
}

// Each text once, in the order of its first entry.
void Suggester::Save(std::string_view name, SegmentWriter* out) const {
  struct Key {
    uint64_t begin;
    size_t size;
  };
  absl::flat_hash_map<uint32_t, Key> keys;
  uint64_t entries = 0;
  uint64_t end = 0;
  for (Walk walk(*this, {}); const Entry* entry = walk.get(); walk.Next()) {
    ++entries;
    if (entry->word != 0) continue;
    keys[entry->id] = {end, entry->rest.size()};
    end += entry->rest.size();
  }
  out->Begin(name);
  out->BeginArray<MappedEntry>(entries);
  for (Walk walk(*this, {}); const Entry* entry = walk.get(); walk.Next()) {
    const Key& key = keys[entry->id];
    const auto size = static_cast<uint32_t>(entry->rest.size());
    out->Put(MappedEntry{entry->head, key.begin + key.size - size, entry->id,
                         size << 4 | entry->word});
  }
  out->BeginArray<char>(end);
  for (Walk walk(*this, {}); const Entry* entry = walk.get(); walk.Next()) {
    if (entry->word == 0) out->Append(entry->rest);
  }
}

void Suggester::Load(std::string_view name, size_t limit, SegmentReader* in) {
  in->Open(name);
  mapped_ = in->Array<MappedEntry>();
  const auto texts = in->Array<char>();
  mapped_texts_ = {texts.data(), texts.size()};
  const auto is_inside = [&](const MappedEntry& entry) {
    return entry.id < limit && entry.begin <= texts.size() &&
           entry.size_and_word >> 4 <= texts.size() - entry.begin;
  };
  if (!in->Check(std::ranges::all_of(mapped_, is_inside))) mapped_ = {};
}

bool Suggester::Begins(const Entry& entry, const Entry& prefix) {
  const size_t size = prefix.rest.size();
  if (size > sizeof(entry.head)) return entry.rest.starts_with(prefix.rest);
  const size_t other_bits = 8 * (sizeof(entry.head) - size);
  return size == 0 || ((entry.head ^ prefix.head) >> other_bits) == 0;
}

// Thousands of texts that begin alike lie anywhere in memory: they are looked
// at only where two may be equal.
std::vector<Suggester::Match> Suggester::Find(std::string_view prefix,
                                              size_t limit) const {
  std::vector<Match> matches;
  absl::flat_hash_map<uint32_t, size_t> places;
  places.reserve(limit);
  const Entry from = MakeEntry(prefix, 0, 0);
  Entry last = {};
  uint32_t place = 0;
  Walk walk(*this, from);
  for (size_t seen = 0; seen < limit; ++seen, walk.Next()) {
    const Entry* entry = walk.get();
    if (entry == nullptr || !Begins(*entry, from)) break;
    if (entry->head != last.head || entry->rest != last.rest) ++place;
    last = *entry;
    const auto [at, first] = places.try_emplace(entry->id, matches.size());
    if (first) matches.push_back({entry->id, false, place});
    if (entry->word == 0) matches[at->second] = {entry->id, true, place};
  }
  return matches;
}

}  // namespace broadsheet::recommend
